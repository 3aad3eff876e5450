package dev.vman.network;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where there are no bridges: every network is QEMU's own, and nothing of the host is touched. */
@DefaultBean
@ApplicationScoped
class UserModeOnly implements NetworkManager {
    @Override
    public NetworkAbility ability() {
        return new NetworkAbility(
                false, "This version can't make bridges.", false, Optional.empty());
    }

    @Override
    public List<NetworkChange> plan(DesiredNetwork network) {
        return List.of();
    }

    @Override
    public List<NetworkChange> apply(DesiredNetwork network) {
        return List.of();
    }

    @Override
    public void remove(DesiredNetwork network) {}

    @Override
    public List<NetworkChange> sweep(List<UUID> known) {
        return List.of();
    }

    @Override
    public List<SeenAddress> addresses(DesiredNetwork network) {
        return List.of();
    }
}
