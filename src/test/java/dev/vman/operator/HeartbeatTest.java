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
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration A_WHILE = Duration.ofMillis(100);

    @Test
    void nudgesWhenASignalStopsOrContinuesAMachine() throws Exception {
        Machine machine = new Machine();
        Heartbeat heartbeat = new Heartbeat(() -> List.of(machine));
        heartbeat.beat();
        heartbeat.beat();
        assertThat(machine.nudged(A_WHILE)).isFalse();

        machine.state = 'T';
        heartbeat.beat();
        assertThat(machine.nudged(SOON)).isTrue();
        heartbeat.beat();
        assertThat(machine.nudged(A_WHILE)).isFalse();

        machine.state = 'R';
        heartbeat.beat();
        assertThat(machine.nudged(SOON)).isTrue();
    }

    @Test
    void nudgesWhereASignalWasFasterThanTheFirstBeat() throws Exception {
        Machine machine = new Machine();
        machine.state = 'T';
        Heartbeat heartbeat = new Heartbeat(() -> List.of(machine));

        heartbeat.beat();

        assertThat(machine.nudged(SOON)).isTrue();
    }

    @Test
    void nudgesWhereASilenceBeganBeforeTheFirstQuestion() throws Exception {
        Machine machine = new Machine();
        machine.answer = new MachineStatus.Silent("no answer in 1 s");
        Heartbeat heartbeat = new Heartbeat(() -> List.of(machine));

        ask(heartbeat, machine);

        assertThat(machine.nudged(SOON)).isTrue();
    }

    @Test
    void nudgesWhenTheAnswerIsAnotherOne() throws Exception {
        Machine machine = new Machine();
        Heartbeat heartbeat = new Heartbeat(() -> List.of(machine));
        ask(heartbeat, machine);
        ask(heartbeat, machine);
        assertThat(machine.nudged(A_WHILE)).isFalse();

        machine.answer = new MachineStatus.Silent("no answer in 1 s");
        ask(heartbeat, machine);
        assertThat(machine.nudged(SOON)).isTrue();
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
    }

    private static final class Machine implements HeldMachine {
        private final Semaphore nudges = new Semaphore(0);
        private final Semaphore asked = new Semaphore(0);
        private volatile char state = 'S';
        private volatile MachineStatus answer = new MachineStatus.Answered("running");
        private volatile CountDownLatch release = new CountDownLatch(0);

        boolean nudged(Duration time) throws InterruptedException {
            return nudges.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public VmFolder folder() {
            return new StorageLayout(Path.of("/srv")).vm(UUID.randomUUID());
        }

        @Override
        public Optional<Character> processState() {
            return Optional.of(state);
        }

        @Override
        public MachineStatus status(Duration deadline) {
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
