package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration A_WHILE = Duration.ofMillis(100);
    private static final MachineStatus SILENT = new MachineStatus.Silent("no answer in 1 s");

    @Test
    void nudgesUntilALookHasSeenThatASignalStoppedAMachine() throws Exception {
        Machine machine = new Machine();
        Heartbeat heartbeat = new Heartbeat(() -> List.of(machine));
        heartbeat.beat();
        assertThat(machine.nudged(A_WHILE)).isFalse();

        machine.stopped = true;
        heartbeat.beat();
        assertThat(machine.nudged(SOON)).isTrue();
        heartbeat.beat();
        assertThat(machine.nudged(SOON)).isTrue();
        machine.told = SILENT;
        heartbeat.beat();

        assertThat(machine.nudged(A_WHILE)).isFalse();
    }

    @Test
    void nudgesUntilALookHasRecordedWhatItWasTold() throws Exception {
        Machine machine = new Machine();
        Heartbeat heartbeat = new Heartbeat(() -> List.of(machine));
        machine.unrecorded = true;

        heartbeat.beat();
        assertThat(machine.nudged(SOON)).isTrue();
        heartbeat.beat();
        assertThat(machine.nudged(SOON)).isTrue();
        machine.unrecorded = false;
        heartbeat.beat();

        assertThat(machine.nudged(A_WHILE)).isFalse();
    }

    @Test
    void nudgesWhenAMachineGoesOnWhoseStopNoBeatHasSeen() throws Exception {
        Machine machine = new Machine();
        Heartbeat heartbeat = new Heartbeat(() -> List.of(machine));
        heartbeat.beat();
        machine.told = SILENT;

        heartbeat.beat();

        assertThat(machine.nudged(SOON)).isTrue();
    }

    @Test
    void doesNotAskAMachineThatASignalKeepsStopped() throws Exception {
        Machine machine = new Machine();
        machine.told = SILENT;
        machine.stopped = true;
        Heartbeat heartbeat = new Heartbeat(() -> List.of(machine));

        heartbeat.beat();

        assertThat(machine.asked.tryAcquire(A_WHILE.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void nudgesWhereASilenceBeganBeforeTheFirstQuestion() throws Exception {
        Machine machine = new Machine();
        machine.answer = SILENT;
        Heartbeat heartbeat = new Heartbeat(() -> List.of(machine));

        ask(heartbeat, machine);

        assertThat(machine.nudged(SOON)).isTrue();
    }

    @Test
    void nudgesWhenTheAnswerIsAnotherOneThanALookWasTold() throws Exception {
        Machine machine = new Machine();
        Heartbeat heartbeat = new Heartbeat(() -> List.of(machine));
        ask(heartbeat, machine);
        assertThat(machine.nudged(A_WHILE)).isFalse();

        machine.told = new MachineStatus.Answered("paused");
        ask(heartbeat, machine);
        assertThat(machine.nudged(SOON)).isTrue();

        machine.told = SILENT;
        machine.answer = new MachineStatus.Silent("no answer in 2 s");
        ask(heartbeat, machine);
        assertThat(machine.nudged(A_WHILE)).isFalse();
    }

    @Test
    void asksTheOthersWhileOneHangs() throws Exception {
        Machine hanging = new Machine();
        hanging.release = new CountDownLatch(1);
        Machine other = new Machine();
        Heartbeat heartbeat = new Heartbeat(() -> List.of(hanging, other));

        heartbeat.ask();
        assertThat(other.asked.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
        heartbeat.ask();

        assertThat(hanging.asked.tryAcquire(2, 100, TimeUnit.MILLISECONDS)).isFalse();
        hanging.release.countDown();
    }

    private static void ask(Heartbeat heartbeat, Machine machine) throws InterruptedException {
        // The previous answer may still be being compared, and then nobody asks.
        do {
            heartbeat.ask();
        } while (!machine.asked.tryAcquire(50, TimeUnit.MILLISECONDS));
        assertThat(machine.compared.tryAcquire(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    }

    private static final class Machine implements HeldMachine {
        private final Semaphore nudges = new Semaphore(0);
        private final Semaphore asked = new Semaphore(0);
        private final Semaphore compared = new Semaphore(0);
        private volatile boolean stopped;
        private volatile boolean unrecorded;
        private volatile MachineStatus answer = new MachineStatus.Answered("running");
        private volatile @Nullable MachineStatus told;
        private volatile CountDownLatch release = new CountDownLatch(0);

        boolean nudged(Duration time) throws InterruptedException {
            return nudges.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public VmFolder folder() {
            return new StorageLayout(Path.of("/srv")).vm(UUID.randomUUID());
        }

        @Override
        public boolean isStoppedBySignal() {
            return stopped;
        }

        @Override
        public boolean isUnrecorded() {
            return unrecorded;
        }

        @Override
        public Optional<MachineStatus> told() {
            Optional<MachineStatus> now = Optional.ofNullable(told);
            compared.release();
            return now;
        }

        @Override
        public MachineStatus ask(Duration deadline) {
            MachineStatus now = answer;
            asked.release();
            try {
                boolean _ = release.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return now;
        }

        @Override
        public void nudge() {
            nudges.release();
        }
    }
}
