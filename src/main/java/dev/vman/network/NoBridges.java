package dev.vman.network;

import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** Where networks are in user mode alone, with the reason. Touches nothing. */
final class NoBridges implements NetworkManager {
    private final NetworkAbility ability;

    NoBridges(NetworkAbility ability) {
        this.ability = ability;
    }

    @Override
    public NetworkAbility ability() {
        return ability;
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
    public void remove(DesiredNetwork network) {
        // there is nothing of it
    }

    @Override
    public List<NetworkChange> sweep(Predicate<UUID> known) {
        return List.of();
    }

    @Override
    public List<SeenAddress> addresses(DesiredNetwork network) {
        return List.of();
    }
}
