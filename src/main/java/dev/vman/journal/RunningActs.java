package dev.vman.journal;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The acts that run in this daemon now, each on a virtual thread of its own. */
@ApplicationScoped
class RunningActs {
    private final Map<UUID, RunningAct> acts = new ConcurrentHashMap<>();
    private final Turns turns;
    private final ActKinds kinds;
    private final ActSteps steps;

    RunningActs(Turns turns, ActKinds kinds, ActSteps steps) {
        this.turns = turns;
        this.kinds = kinds;
        this.steps = steps;
    }

    void start(Operation row, Act act) {
        launch(new RunningAct(row.id(), act, turns.join(act.holds()), -1));
    }

    /** Goes on at the step that was announced last. */
    void resume(Operation row, Act act) {
        launch(new RunningAct(row.id(), act, turns.join(act.holds()), row.stepIndex));
    }

    private void launch(RunningAct act) {
        acts.put(act.operation(), act);
        Thread.ofVirtual()
                .name("act-" + act.operation())
                .start(() -> {
                    try {
                        steps.run(act).ifPresent(this::startFollowUp);
                    } finally {
                        acts.remove(act.operation());
                        act.finished().countDown();
                    }
                });
    }

    private void startFollowUp(Operation row) {
        start(row, kinds.make(row));
    }

    void await(UUID operation, Duration deadline) {
        RunningAct act = acts.get(operation);
        if (act != null) {
            awaitLatch(act.finished(), deadline);
        }
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
        RunningAct act = acts.get(operation);
        return act != null && act.cancel();
    }
}
