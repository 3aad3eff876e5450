package dev.vman.observer;

import dev.vman.Failure;
import dev.vman.host.Presence;
import dev.vman.inventory.Networks;
import dev.vman.network.DesiredNetwork;
import dev.vman.network.DesiredNetworks;
import dev.vman.network.NetworkManager;
import dev.vman.network.ReportedAddresses;
import dev.vman.network.SeenAddress;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/** Reads what is there of each network on a bridge; nothing where there are none. */
@Singleton
class NetworkReader {
    private final Networks networks;
    private final DesiredNetworks desired;
    private final NetworkManager manager;
    private final ReportedAddresses reported;

    NetworkReader(
            Networks networks,
            DesiredNetworks desired,
            NetworkManager manager,
            ReportedAddresses reported) {
        this.reported = reported;
        this.networks = networks;
        this.desired = desired;
        this.manager = manager;
    }

    private record Named(String name, DesiredNetwork desired) {}

    List<NetworkSight> read() {
        return rows().stream()
                .map(row -> new NetworkSight(row.name, row.desired, look(row.desired)))
                .toList();
    }

    private List<Named> rows() {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        desired.all().stream()
                                .map(row -> new Named(networks.require(row.id()).name, row))
                                .toList());
    }

    private Presence<NetworkSight.Told> look(DesiredNetwork network) {
        try {
            List<SeenAddress> addresses =
                    Stream.concat(
                                    manager.addresses(network).stream(),
                                    reported.on(network).stream())
                            .toList();
            return new Presence.Present<>(new NetworkSight.Told(manager.plan(network), addresses));
        } catch (Failure e) {
            return new Presence.Unknown<>(e.detail());
        }
    }
}
