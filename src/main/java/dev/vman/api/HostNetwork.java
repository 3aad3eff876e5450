package dev.vman.api;

import dev.vman.inventory.Networks;
import dev.vman.lifecycle.DefaultNetwork;
import dev.vman.network.NetworkManager;
import jakarta.inject.Singleton;

/** Reads how this host's VMs get their network. */
@Singleton
class HostNetwork {
    private final Snapshot snapshot;
    private final Networks networks;
    private final DefaultNetwork defaults;
    private final NetworkManager manager;

    HostNetwork(
            Snapshot snapshot, Networks networks, DefaultNetwork defaults, NetworkManager manager) {
        this.snapshot = snapshot;
        this.networks = networks;
        this.defaults = defaults;
        this.manager = manager;
    }

    NetworkHostView read() {
        return NetworkHostView.of(
                snapshot.read(() -> networks.requireDefault().mode),
                defaults.reason(),
                manager.ability());
    }
}
