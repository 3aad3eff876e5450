package dev.vman.journal;

import dev.vman.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The acts that run in this daemon now, each on a thread of its own or of whoever waits for it. */
@ApplicationScoped
class RunningActs {
    private static final Duration PATIENCE_WITH_CHECKS = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAY_HERE = Duration.ofSeconds(1);
    private static final Duration LONGEST_DECISION = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);
    private final Map<UUID, RunningAct> acts = new ConcurrentHashMap<>();
    private final Turns turns;
    private final ActKinds kinds;
    private final ActRun run;
    private final Ending ending;
    private final LeftActs left;
    private final CrashPoints points;

    RunningActs(
            Turns turns,
            ActKinds kinds,
            ActRun run,
            Ending ending,
            LeftActs left,
            CrashPoints points) {
        this.turns = turns;
        this.kinds = kinds;
        this.run = run;
        this.ending = ending;
        this.left = left;
        this.points = points;
    }

    void start(Operation row, Act act) {
        points.reached(row.id(), row.kind(), "submitted");
        startThread(enrol(row, act, turns.join(act.holds()), RunningAct.Progress.NONE));
    }

    /**
     * Records, admits and starts an act that need not wait for another; throws what refuses it.
     * Empty, and nothing is recorded, when it has to wait.
     */
    Optional<RunningAct> startAtOnce(Operation row, Act act, Consumer<RunningAct> launch) {
        return turns.joinUnlessBusy(act.holds(), Turns.Purpose.ACT)
                .flatMap(turn -> startInTurn(row, act, turn, launch));
    }

    private Optional<RunningAct> startInTurn(
            Operation row, Act act, Turns.Ticket turn, Consumer<RunningAct> launch) {
        // Before its row can be read: who reads it may cancel it.
        RunningAct running = enrol(row, act, turn, RunningAct.Progress.NONE);
        boolean admitted = false;
        try {
            admitted = turn.await(PATIENCE_WITH_CHECKS) && run.recordAndAdmit(row, running);
        } finally {
            if (!admitted) {
                turn.withdraw();
                end(running);
            }
        }
        if (!admitted) {
            return Optional.empty();
        }
        launch.accept(running);
        return Optional.of(running);
    }

    void startThread(RunningAct running) {
        var _ =
                Thread.ofVirtual()
                        .name("act-" + running.operation())
                        .start(() -> carryOut(running));
    }

    boolean has(UUID operation) {
        return acts.containsKey(operation);
    }

    /** Goes on where a dead daemon was. */
    void resume(Operation row, Act act, RunningAct.Progress before) {
        // Before it runs: it may soon be left again.
        left.forget(row.id());
        points.reached(row.id(), row.kind(), "taken-up");
        startThread(enrol(row, act, turns.join(act.holds()), before));
    }

    private RunningAct enrol(
            Operation row, Act act, Turns.Ticket turn, RunningAct.Progress before) {
        RunningAct running =
                new RunningAct(
                        row,
                        act,
                        turn,
                        before,
                        point -> points.reached(row.id(), row.kind(), point),
                        percent -> run.progress(row.id(), percent));
        acts.put(running.operation(), running);
        return running;
    }

    /** On the caller's thread, to its end. */
    void carryOut(RunningAct running) {
        try {
            run.run(running).ifPresent(next -> start(next, kinds.make(next)));
        } finally {
            end(running);
        }
    }

    private void end(RunningAct running) {
        // Its successor may be there already, when this one was left unrecorded.
        boolean _ = acts.remove(running.operation(), running);
        running.mayBeCancelled(false);
        running.finished().countDown();
        run.announceEnd(running);
    }

    /** Waits until it has ended; empty when it has not, or when how it ended has to be read. */
    Optional<Operation> await(UUID operation, Duration deadline) {
        RunningAct act = acts.get(operation);
        if (act == null) {
            return Optional.empty();
        }
        awaitLatch(act.finished(), deadline);
        return act.outcome();
    }

    private static void awaitLatch(CountDownLatch latch, Duration deadline) {
        try {
            boolean _ = latch.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when the act has ended or is in a step that can't be cancelled. */
    boolean cancel(UUID operation) {
        return awaitAct(operation).filter(act -> act.cancel(LONGEST_DECISION)).isPresent();
    }

    /** One that was recorded this very moment is not here yet. */
    private Optional<RunningAct> awaitAct(UUID operation) {
        long end = System.nanoTime() + LONGEST_WAY_HERE.toNanos();
        while (!acts.containsKey(operation) && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return Optional.ofNullable(acts.get(operation));
    }

    /** Lets acts come to the end of their present step, before anything they need is closed. */
    void stop(@Observes @Priority(StartOrder.INVENTORY) ShutdownEvent event) {
        ending.begin();
        long end = System.nanoTime() + LONGEST_FAREWELL.toNanos();
        List<RunningAct> present = List.copyOf(acts.values());
        // Those that can tell at once must not wait for those that can't.
        present.forEach(act -> act.cancel(Duration.ZERO));
        present.forEach(act -> act.cancel(until(end)));
        present.forEach(act -> awaitLatch(act.finished(), until(end)));
    }

    private static Duration until(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
