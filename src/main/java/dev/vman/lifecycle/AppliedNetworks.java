package dev.vman.lifecycle;

import dev.vman.inventory.Nics;
import dev.vman.network.DesiredNetwork;
import dev.vman.network.DesiredNetworks;
import dev.vman.network.NetworkManager;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Brings networks in line with their rows; the only way to. The rows are read under the lock, so
 * that an older wish never undoes a newer one; and whoever came before they were read is served by
 * that reading, so that many starts at once cost few changes.
 */
@ApplicationScoped
class AppliedNetworks {
    private final NetworkManager manager;
    private final DesiredNetworks desired;
    private final Nics nics;
    private final Map<UUID, Turn> turns = new ConcurrentHashMap<>();

    AppliedNetworks(NetworkManager manager, DesiredNetworks desired, Nics nics) {
        this.manager = manager;
        this.desired = desired;
        this.nics = nics;
    }

    private static final class Turn {
        private final ReentrantLock lock = new ReentrantLock();
        private final AtomicLong asked = new AtomicLong();
        private long served;
    }

    /** Does nothing for one without a bridge. Throws {@link dev.vman.Failure.HostFailure}. */
    void apply(UUID network) {
        apply(network, desired::of);
    }

    /**
     * The same for whoever does not hold the network: leaves one alone that an act makes, changes
     * or deletes, and may have removed already.
     */
    void applyIfReady(UUID network) {
        apply(network, desired::ofReady);
    }

    private void apply(UUID network, Function<UUID, Optional<DesiredNetwork>> reading) {
        Turn turn = turn(network);
        long mine = turn.asked.incrementAndGet();
        turn.lock.lock();
        try {
            if (turn.served >= mine) {
                return;
            }
            long upTo = turn.asked.get();
            Optional<DesiredNetwork> wanted = reading.apply(network);
            wanted.ifPresent(manager::apply);
            // One that was left alone serves nobody: the act that holds it may have asked as well.
            if (wanted.isPresent()) {
                turn.served = upTo;
            }
        } finally {
            turn.lock.unlock();
        }
    }

    /** Those that a VM's NICs are on. */
    void applyOf(UUID vm) {
        networksOf(vm).forEach(this::apply);
    }

    private List<UUID> networksOf(UUID vm) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> nics.of(vm).stream().map(nic -> nic.network).distinct().toList());
    }

    /** Removes all that was made for it. Idempotent. */
    void remove(UUID network) {
        Turn turn = turn(network);
        turn.lock.lock();
        try {
            desired.of(network).ifPresent(manager::remove);
        } finally {
            turn.lock.unlock();
        }
    }

    private Turn turn(UUID network) {
        return turns.computeIfAbsent(network, _ -> new Turn());
    }
}
