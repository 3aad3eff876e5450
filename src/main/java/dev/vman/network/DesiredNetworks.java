package dev.vman.network;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.Network;
import dev.vman.inventory.NetworkState;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Protocol;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Networks on bridges as their rows want them: a port for each address, whose row is there as long
 * as its VM may have a process. The only reader of rows in this room.
 */
@ApplicationScoped
public class DesiredNetworks {
    private final Networks networks;
    private final EntityManager entities;

    DesiredNetworks(Networks networks, EntityManager entities) {
        this.networks = networks;
        this.entities = entities;
    }

    /** Empty where it is gone, or has no bridge. */
    public Optional<DesiredNetwork> of(UUID network) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> networks.findByIdOptional(network).flatMap(this::desired));
    }

    /** As above; empty, too, while an act makes, changes or deletes it. */
    public Optional<DesiredNetwork> ofReady(UUID network) {
        return QuarkusTransaction.joiningExisting()
                .call(() ->
                        networks.findByIdOptional(network)
                                .filter(row -> row.state == NetworkState.READY)
                                .flatMap(this::desired));
    }

    /** All that have a bridge. */
    public List<DesiredNetwork> all() {
        return QuarkusTransaction.joiningExisting()
                .call(() ->
                        networks.listAll().stream()
                                .map(this::desired)
                                .flatMap(Optional::stream)
                                .toList());
    }

    private Optional<DesiredNetwork> desired(Network row) {
        if (!row.mode.hasBridge()) {
            return Optional.empty();
        }
        return Optional.of(
                new DesiredNetwork(
                        row.id,
                        row.mode,
                        Networks.bridge(row),
                        row.foreignBridge,
                        Objects.requireNonNull(row.subnet),
                        Objects.requireNonNull(row.gateway),
                        row.dnsServers(),
                        optional(row.vlanId),
                        ports(row.id),
                        forwards(row.id)));
    }

    private List<Port> ports(UUID network) {
        return entities
                .createQuery(
                        "select a.nic, a.vm, v.name, n.mac, a.ip, v.uid from Address a join Nic n on n.id = a.nic"
                                + " join Vm v on v.id = a.vm where a.network = :network order by a.nic",
                        Object[].class)
                .setParameter("network", network)
                .getResultList()
                .stream()
                .map(row ->
                        new Port(
                                (UUID) row[0],
                                (UUID) row[1],
                                (String) row[2],
                                (MacAddress) row[3],
                                (Ipv4Address) row[4],
                                optional((Integer) row[5])))
                .toList();
    }

    private List<Forward> forwards(UUID network) {
        return entities
                .createQuery(
                        "select f.protocol, f.hostPort, a.ip, f.guestPort from PortForward f"
                                + " join Nic n on n.vm = f.vm and n.slot = 0 join Address a on a.nic = n.id"
                                + " where a.network = :network order by f.protocol, f.hostPort",
                        Object[].class)
                .setParameter("network", network)
                .getResultList()
                .stream()
                .map(row ->
                        new Forward(
                                protocol((Protocol) row[0]),
                                (Integer) row[1],
                                (Ipv4Address) row[2],
                                (Integer) row[3]))
                .toList();
    }

    private static Forward.Protocol protocol(Protocol protocol) {
        return switch (protocol) {
            case TCP -> Forward.Protocol.TCP;
            case UDP -> Forward.Protocol.UDP;
        };
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
