package dev.vman.observer;

import dev.vman.journal.ActEnded;
import dev.vman.journal.Journal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What acts held while a reading was made: its row and its world may be of different moments. */
@ApplicationScoped
class HeldTargets {
    private final Journal journal;
    private final Map<UUID, Long> endedAt = new ConcurrentHashMap<>();

    HeldTargets(Journal journal) {
        this.journal = journal;
    }

    void ended(@Observes ActEnded act) {
        long now = System.nanoTime();
        act.targets().forEach(target -> endedAt.put(target, now));
    }

    /** Whether an act held, or waited for, any of these at some time since then. */
    boolean anySince(Set<UUID> targets, long nanoTime) {
        return targets.stream().anyMatch(target -> isHeldSince(target, nanoTime));
    }

    /** Asks for the present first: an act that ends between the questions is seen by the second. */
    private boolean isHeldSince(UUID target, long nanoTime) {
        if (journal.isBusy(target)) {
            return true;
        }
        Long end = endedAt.get(target);
        return end != null && end - nanoTime >= 0;
    }

    /** What ended before then is of no interest any more. */
    void forgetBefore(long nanoTime) {
        endedAt.values().removeIf(end -> end - nanoTime < 0);
    }
}
