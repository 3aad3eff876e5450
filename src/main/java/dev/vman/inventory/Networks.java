package dev.vman.inventory;

import dev.vman.Failure;
import dev.vman.journal.Events;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The networks' table. A network changes only here, together with its event. */
@ApplicationScoped
public class Networks implements NamedRows<Network> {
    private final Events events;
    private final Clock clock;

    Networks(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "network";
    }

    /** In the order of names. */
    public List<Network> list(Page page) {
        return find("name > ?1 order by name", page.after()).page(0, page.limit()).list();
    }

    /** The one that is there from the start. */
    public Network requireDefault() {
        return require(new Reference.ByName(Network.DEFAULT));
    }

    /**
     * Reads it afresh, and keeps every other transaction from locking it until the present one has
     * ended. Throws {@link Failure.NotFound}.
     */
    public Network lock(UUID id) {
        Network network = require(id);
        getEntityManager().refresh(network, LockModeType.PESSIMISTIC_WRITE);
        return network;
    }

    /** As {@link #lock}, of one that VMs can join or start on. */
    public Network lockReady(UUID id) {
        Network network = lock(id);
        if (network.state != NetworkState.READY) {
            throw new Failure.Conflict(
                    "network-not-ready",
                    "Network '" + network.name + "' is being made or deleted.",
                    "Wait until that has ended.");
        }
        return network;
    }

    /** Whose subnet has addresses of this one. */
    public Optional<Network> overlapping(Ipv4Subnet subnet, UUID except) {
        return listAll().stream()
                .filter(other -> !other.id.equals(except))
                .filter(other -> other.subnet != null && subnet.overlaps(other.subnet))
                .findFirst();
    }

    public void add(Network network) {
        Instant now = clock.instant();
        network.createdAt = now;
        network.updatedAt = now;
        persistAndFlush(network);
        events.append("network.created", network.target(), Map.of("mode", network.mode));
    }

    public void changed(Network network) {
        network.updatedAt = clock.instant();
        getEntityManager().flush();
        events.append("network.changed", network.target(), Map.of("mode", network.mode));
    }

    public void remove(Network network) {
        events.append("network.deleted", network.target(), Map.of());
        delete(network);
        getEntityManager().flush();
    }

    /** The bridge of the network, which is known to be on one. */
    public static String bridge(Network network) {
        return Objects.requireNonNull(network.bridge, "a network without a bridge");
    }
}
