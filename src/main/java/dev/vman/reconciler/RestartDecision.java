package dev.vman.reconciler;

import dev.vman.inventory.DesiredState;
import dev.vman.inventory.RestartPolicy;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether and when a VM that has ended is started again.
 *
 * @param restarts the how many-th in a row this will be
 * @param delay how long to wait before it
 */
record RestartDecision(int restarts, Duration delay) {
    /** More than this many in a row are given up. */
    static final int LIMIT = 5;

    /** A VM that ran this long after a restart begins anew. */
    static final Duration SETTLED = Duration.ofMinutes(10);

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    /**
     * What the decision depends on.
     *
     * @param sinceRestart null when it was not started again since a user started it
     */
    record Past(
            RestartPolicy policy,
            DesiredState desired,
            VmState state,
            int restarts,
            @Nullable Duration sinceRestart) {
        static Past of(Vm vm, @Nullable Duration sinceRestart) {
            return new Past(vm.restart, vm.desiredState, vm.state, vm.restarts, sinceRestart);
        }

        /** The host went down below it: it ended, and neither its guest nor a user wished it. */
        boolean rebooted() {
            return state == VmState.STOPPED && desired == DesiredState.RUNNING;
        }
    }

    /** Empty: it stays as it is. */
    static Optional<RestartDecision> of(Past past) {
        if (!wanted(past)) {
            return Optional.empty();
        }
        if (past.rebooted()) {
            // It did not fail, so there is nothing to wait for, and nothing to count.
            return Optional.of(new RestartDecision(1, Duration.ZERO));
        }
        int restarts = 1 + (settled(past.sinceRestart()) ? 0 : past.restarts());
        return restarts > LIMIT
                ? Optional.empty()
                : Optional.of(new RestartDecision(restarts, delayOf(restarts)));
    }

    /**
     * What follows a try that left no trace in the row, because it was refused: counted all the
     * same.
     */
    Optional<RestartDecision> after(RestartDecision tried) {
        int next = Math.max(restarts, tried.restarts + 1);
        return next > LIMIT
                ? Optional.empty()
                : Optional.of(new RestartDecision(next, delayOf(next)));
    }

    private static boolean wanted(Past past) {
        boolean died = past.desired() != DesiredState.STOPPED && past.state() == VmState.CRASHED;
        return switch (past.policy()) {
            case NEVER -> false;
            case ON_CRASH -> died;
            case ALWAYS -> died || past.rebooted();
        };
    }

    /** Whether it ran for long enough after its last restart to begin anew. */
    static boolean settled(@Nullable Duration since) {
        return since == null || since.compareTo(SETTLED) > 0;
    }

    private static Duration delayOf(int restarts) {
        Duration delay = FIRST_DELAY.multipliedBy(1L << (restarts - 1));
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }
}
