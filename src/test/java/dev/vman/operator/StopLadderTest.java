package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.ExitStatus;
import dev.vman.host.ExitWatcher;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessTable;
import dev.vman.operator.LiveMachine.Death;
import dev.vman.operator.LiveMachine.StopOutcome;
import dev.vman.operator.LiveMachine.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StopLadderTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final StopRequest FORCED = new StopRequest(true, Duration.ZERO);

    @TempDir Path folder;
    private final AtomicInteger asked = new AtomicInteger();
    private ExitWatcher exits;

    @BeforeEach
    void open() throws IOException {
        exits = ExitWatcher.open();
    }

    @AfterEach
    void close() {
        exits.close();
    }

    @Test
    void terminatesAProcessThatHasNoMonitor() throws Exception {
        try (Ladder ladder = ladder(false, "sleep", "60")) {
            assertThat(ladder.stop(FORCED)).isEqualTo(StopOutcome.TERMINATED);
            assertThat(ladder.stop(FORCED)).isEqualTo(StopOutcome.ALREADY_GONE);
        }
    }

    @Test
    void killsAProcessThatIgnoresTheGentlerWays() throws Exception {
        // The shell says when it ignores SIGTERM; it waits for input that never comes.
        try (Ladder ladder = ladder(false, SHORT, "sh", "-c", "trap '' TERM; echo; read x")) {
            assertThat(ladder.child().getInputStream().read()).isEqualTo('\n');

            assertThat(ladder.stop(FORCED)).isEqualTo(StopOutcome.KILLED);
        }
    }

    @Test
    void goesStraightToTheKillForAStoppedProcess() throws Exception {
        try (Ladder ladder = ladder(true, "sleep", "60")) {
            assertThat(ladder.stop(FORCED)).isEqualTo(StopOutcome.KILLED);
        }
    }

    @Test
    void asksTheGuestAndThenQuits() throws Exception {
        try (FakeQemu qemu = new FakeQemu(folder.resolve("qmp.sock"));
                Ladder ladder = ladder(false, "sleep", "60")) {
            qemu.answer("query-status", "{\"status\": \"paused\"}")
                    .answer("cont", "{}")
                    .answer("system_powerdown", "{}")
                    .answer("quit", "{}");
            assertThat(ladder.link().awaitConnected(SOON)).isTrue();

            assertThat(ladder.stop(new StopRequest(false, Duration.ofSeconds(2))))
                    .isEqualTo(StopOutcome.TERMINATED);

            assertThat(qemu.commands())
                    .containsSubsequence("query-status", "cont", "system_powerdown", "quit");
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void spendsNoTimeOnAGuestThatNeverRan() throws Exception {
        try (FakeQemu qemu = new FakeQemu(folder.resolve("qmp.sock"));
                Ladder ladder = ladder(false, "sleep", "60")) {
            qemu.answer("query-status", "{\"status\": \"prelaunch\"}").answer("quit", "{}");
            assertThat(ladder.link().awaitConnected(SOON)).isTrue();

            ladder.stop(new StopRequest(false, Duration.ofMinutes(1)));

            assertThat(qemu.commands()).doesNotContain("cont", "system_powerdown");
            assertThat(asked).hasValue(0);
        }
    }

    private Ladder ladder(boolean stopped, String... command) throws IOException {
        return ladder(stopped, SOON, command);
    }

    private Ladder ladder(boolean stopped, Duration terminate, String... command)
            throws IOException {
        Process child = new ProcessBuilder(command).start();
        ProcessIdentity process =
                ProcessTable.ofThisHost().identify(child.pid()).found().orElseThrow();
        QmpLink link =
                new QmpLink(
                        folder.resolve("qmp.sock"),
                        MachineEvents.NAMES,
                        new MachineEvents(() -> {}, () -> {}, false));
        DeathWatch death =
                new DeathWatch(Optional.empty(), StopLadderTest::obituary, () -> {}, Instant::now);
        link.start();
        death.start(process, exits);
        StopLadder.Rungs rungs = new StopLadder.Rungs(SHORT, terminate, SOON);
        return new Ladder(
                new StopLadder(process, link, death, () -> stopped, asked::incrementAndGet, rungs),
                link,
                death,
                child);
    }

    private static Death obituary(ExitStatus status) {
        return new Death(status, false, Optional.empty(), "");
    }

    private record Ladder(StopLadder ladder, QmpLink link, DeathWatch death, Process child)
            implements AutoCloseable {
        StopOutcome stop(StopRequest request) {
            return ladder.climb(request, () -> false);
        }

        @Override
        public void close() {
            link.close();
            death.close();
            child.destroyForcibly();
        }
    }
}
