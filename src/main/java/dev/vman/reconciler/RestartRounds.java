package dev.vman.reconciler;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The rounds in which one dead VM is started again: each waits, looks whether it is still wanted,
 * and starts; a start that leaves it dead makes another.
 *
 * @param decide what its record asks for now
 * @param endsWithin waits so long; true when the daemon is ending
 * @param start one try, to its end; its outcome is in the record
 */
record RestartRounds(
        Supplier<Optional<RestartDecision>> decide,
        Predicate<Duration> endsWithin,
        Consumer<RestartDecision> start) {
    /** True when it ended because no restart is wanted; false when it gave up. */
    boolean run() {
        Optional<RestartDecision> next = decide.get();
        while (next.isPresent()) {
            RestartDecision tried = next.get();
            if (endsWithin.test(tried.delay())) {
                return false;
            }
            if (decide.get().isEmpty()) {
                return true;
            }
            start.accept(tried);
            Optional<RestartDecision> wanted = decide.get();
            if (wanted.isEmpty()) {
                return true;
            }
            next = wanted.flatMap(fresh -> fresh.after(tried));
        }
        return false;
    }
}
