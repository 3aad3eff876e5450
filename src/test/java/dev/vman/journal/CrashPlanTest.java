package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashPlanTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String KIND = "vm.start";
    @TempDir Path folder;

    @Test
    void writesDownEveryPoint() throws IOException {
        CrashPlan plan = planOf();

        plan.reached(UUID.randomUUID(), KIND, "admitted");
        plan.reached(UUID.randomUUID(), KIND, "spawn/do");

        assertThat(log()).containsExactly("vm.start:admitted", "vm.start:spawn/do");
    }

    @Test
    void holdsAnOperationAtItsOwnSecondPointAndNoOther() throws Exception {
        CrashPlan plan = planOf("hold *:*:2");
        UUID other = UUID.randomUUID();
        UUID held = UUID.randomUUID();
        plan.reached(other, KIND, "taken-up");

        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            plan.reached(held, KIND, "taken-up");
                            plan.reached(held, KIND, "spawn/do");
                        });

        awaitLine("held vm.start:spawn/do " + held);
        assertThat(thread.join(Duration.ofMillis(50))).isFalse();
        assertThat(log()).noneMatch(line -> line.startsWith("held") && line.contains("" + other));
    }

    @Test
    void goesOnWithAHeldOneBesideIt() throws Exception {
        CrashPlan plan = planOf("hold vm.start:spawn/do");
        UUID held = UUID.randomUUID();
        Thread _ = Thread.ofVirtual().start(() -> plan.reached(held, KIND, "spawn/do"));
        awaitLine("held vm.start:spawn/do " + held);

        plan.reached(UUID.randomUUID(), "vm.stop", "admitted");

        assertThat(log()).last().isEqualTo("vm.stop:admitted");
    }

    @Test
    void letsAnOperationFailAtOnePointOnly() throws IOException {
        CrashPlan plan = planOf("fail vm.start:go/do");

        plan.reached(UUID.randomUUID(), KIND, "go/announced");

        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(() -> plan.reached(UUID.randomUUID(), KIND, "go/do"));
    }

    private CrashPlan planOf(String... orders) throws IOException {
        Path file = Files.write(folder.resolve("plan"), List.of(orders));
        return new CrashPlan(() -> Optional.of(file));
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(folder.resolve("plan.log"));
    }

    private void awaitLine(String line) throws IOException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!Files.exists(folder.resolve("plan.log")) || !log().contains(line)) {
            assertThat(System.nanoTime()).as("time until: " + line).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
