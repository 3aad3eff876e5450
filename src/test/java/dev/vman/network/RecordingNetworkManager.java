package dev.vman.network;

import dev.vman.Failure;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A host on paper: what was last applied is what is there. */
@Mock
@ApplicationScoped
public class RecordingNetworkManager implements NetworkManager {
    private final Map<UUID, DesiredNetwork> there = new ConcurrentHashMap<>();
    private final Map<UUID, List<SeenAddress>> seen = new ConcurrentHashMap<>();
    private volatile @Nullable UUID broken;
    private volatile @Nullable UUID unremovable;

    @Override
    public NetworkAbility ability() {
        return new NetworkAbility(
                true, "Bridges live in a namespace on paper.", false, Optional.of("paper"));
    }

    @Override
    public List<NetworkChange> plan(DesiredNetwork network) {
        DesiredNetwork is = there.get(network.id());
        if (is == null) {
            return List.of(new NetworkChange("add", "bridge", network.bridge(), "is missing"));
        }
        List<NetworkChange> changes = new ArrayList<>();
        is.ports().stream()
                .filter(port -> !network.ports().contains(port))
                .map(port -> new NetworkChange("remove", "tap", port.tap(), "nobody wants it"))
                .forEach(changes::add);
        network.ports().stream()
                .filter(port -> !is.ports().contains(port))
                .map(port -> new NetworkChange("add", "tap", port.tap(), "is missing"))
                .forEach(changes::add);
        if (!is.forwards().equals(network.forwards())) {
            changes.add(new NetworkChange("correct", "nat", network.bridge(), "forwards"));
        }
        return changes;
    }

    @Override
    public List<NetworkChange> apply(DesiredNetwork network) {
        if (network.id().equals(broken)) {
            throw new Failure.HostFailure("network-failed", "RTNETLINK: no such luck", null, null);
        }
        List<NetworkChange> changes = plan(network);
        there.put(network.id(), network);
        return changes;
    }

    @Override
    public void remove(DesiredNetwork network) {
        there.remove(network.id());
        if (network.id().equals(unremovable)) {
            throw new Failure.HostFailure("network-failed", "RTNETLINK: no such luck", null, null);
        }
    }

    @Override
    public List<NetworkChange> sweep(Predicate<UUID> known) {
        return List.of();
    }

    @Override
    public List<SeenAddress> addresses(DesiredNetwork network) {
        return seen.getOrDefault(network.id(), List.of());
    }

    /** What was applied last; empty where nothing is. */
    public Optional<DesiredNetwork> applied(UUID network) {
        return Optional.ofNullable(there.get(network));
    }

    /** As if somebody had deleted it. */
    public void lose(UUID network) {
        there.remove(network);
    }

    public void see(UUID network, SeenAddress... addresses) {
        seen.put(network, List.of(addresses));
    }

    /** From now on this one can't be applied; null: all can. */
    public void breakApply(@Nullable UUID network) {
        broken = network;
    }

    /** From now on the removal of this one fails when it is half done; null: of none. */
    public void breakRemoval(@Nullable UUID network) {
        unremovable = network;
    }
}
