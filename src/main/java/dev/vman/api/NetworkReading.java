package dev.vman.api;

import dev.vman.inventory.Network;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Reference;
import dev.vman.network.DesiredNetwork;
import dev.vman.network.DesiredNetworks;
import dev.vman.network.KnownAddresses;
import dev.vman.network.NetworkChange;
import dev.vman.network.NetworkManager;
import dev.vman.network.SeenAddress;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads networks as they are shown; rows in one transaction, the host after it. */
@Singleton
class NetworkReading implements Collection {
    private final Snapshot snapshot;
    private final Networks networks;
    private final DesiredNetworks desired;
    private final KnownAddresses known;
    private final NetworkManager manager;

    NetworkReading(
            Snapshot snapshot,
            Networks networks,
            DesiredNetworks desired,
            KnownAddresses known,
            NetworkManager manager) {
        this.snapshot = snapshot;
        this.networks = networks;
        this.desired = desired;
        this.known = known;
        this.manager = manager;
    }

    private record Rows(Network row, Optional<DesiredNetwork> desired) {}

    @Override
    public String path() {
        return "networks";
    }

    @Override
    public Read<NetworkView> read(UUID id) {
        return read(new Reference.ById(id), false);
    }

    Read<NetworkView> read(Reference reference, boolean withPlan) {
        Rows rows = snapshot.read(() -> rows(networks.require(reference)));
        @Nullable List<NetworkChange> plan =
                withPlan ? rows.desired.map(manager::plan).orElse(List.of()) : null;
        return new Read<>(show(rows, plan), rows.row.id, rows.row.version);
    }

    Items<NetworkView> list(ListParameters part) {
        List<Rows> oneMore =
                snapshot.read(() -> networks.list(part.page()).stream().map(this::rows).toList());
        List<NetworkView> views = oneMore.stream().map(rows -> show(rows, null)).toList();
        return Items.of(views, part.size(), NetworkView::name);
    }

    private Rows rows(Network row) {
        return new Rows(row, desired.of(row.id));
    }

    private NetworkView show(Rows rows, @Nullable List<NetworkChange> plan) {
        return NetworkView.of(
                rows.row, rows.desired.map(this::allocations).orElse(List.of()), plan);
    }

    private List<AllocationView> allocations(DesiredNetwork network) {
        if (network.ports().isEmpty()) {
            return List.of();
        }
        List<SeenAddress> seen = known.of(network.id());
        return network.ports().stream().map(port -> AllocationView.of(port, seen)).toList();
    }
}
