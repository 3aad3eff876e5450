package dev.vman.operator;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Collects what a listener is told. */
final class Looks implements MachineListener {
    private final LinkedBlockingQueue<UUID> asked = new LinkedBlockingQueue<>();

    @Override
    public void lookAt(UUID vm) {
        asked.add(vm);
    }

    /** Waits for the next call, and says whether one came. */
    boolean await(Duration time) throws InterruptedException {
        return asked.poll(time.toMillis(), TimeUnit.MILLISECONDS) != null;
    }

    /** Waits for calls until the condition holds after one; a call that was lost makes it fail. */
    boolean awaitUntil(BooleanSupplier condition, Duration time) throws InterruptedException {
        Deadline end = Deadline.in(time);
        while (!end.passed()) {
            if (await(end.left()) && condition.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }

    void forget() {
        asked.clear();
    }
}
