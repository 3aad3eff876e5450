package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.ExitWatcher;
import dev.vman.host.PidFd;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessTable;
import dev.vman.host.Signal;
import dev.vman.operator.LiveMachine.Death;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class VitalsTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir Path folder;
    private final ProcessTable processes = ProcessTable.ofThisHost();
    private ExitWatcher exits;
    private Process child;
    private ProcessIdentity process;
    private QmpLink link;
    private DeathWatch death;
    private Vitals vitals;

    @BeforeEach
    void open() throws IOException {
        exits = ExitWatcher.open();
        child = new ProcessBuilder("sleep", "60").start();
        process = processes.identify(child.pid()).found().orElseThrow();
        link =
                new QmpLink(
                        folder.resolve("qmp.sock"),
                        MachineEvents.NAMES,
                        new MachineEvents(() -> {}, () -> {}, false));
        death =
                new DeathWatch(
                        Optional.empty(),
                        status -> new Death(status, false, Optional.empty(), ""),
                        () -> {},
                        Instant::now);
        vitals = new Vitals(process, processes, link, death);
        link.start();
        death.start(process, exits);
    }

    @AfterEach
    void close() {
        link.close();
        death.close();
        child.destroyForcibly();
        exits.close();
    }

    @Test
    void tellsWhatQemuAnswers() throws Exception {
        try (FakeQemu qemu = qemu()) {
            qemu.answer("query-status", "{\"status\": \"paused\"}");

            assertThat(vitals.ask(LONG)).isEqualTo(new MachineStatus.Answered("paused"));
        }
    }

    @Test
    void remembersOnlyWhatItTold() throws Exception {
        try (FakeQemu qemu = qemu()) {
            qemu.answer("query-status", "{\"status\": \"paused\"}");

            MachineStatus asked = vitals.ask(LONG);
            assertThat(vitals.told()).isEmpty();

            assertThat(vitals.status(LONG)).isEqualTo(asked);
            assertThat(vitals.told()).contains(asked);
        }
    }

    @Test
    void isSilentWhereNoAnswerComesInTime() throws Exception {
        try (FakeQemu _ = qemu()) {
            assertThat(vitals.ask(SHORT))
                    .isInstanceOfSatisfying(
                            MachineStatus.Silent.class,
                            silent -> assertThat(silent.reason()).contains("query-status"));
        }
    }

    @Test
    void seesThatASignalStopsQemuInTheMiddleOfAQuestion() throws Exception {
        try (FakeQemu qemu = qemu()) {
            qemu.on("query-status", _ -> stop());

            assertThat(vitals.ask(LONG))
                    .isInstanceOfSatisfying(
                            MachineStatus.Silent.class,
                            silent -> assertThat(silent.reason()).contains("SIGSTOP"));
        }
    }

    @Test
    void seesThatQemuDiesInTheMiddleOfAQuestion() throws Exception {
        try (FakeQemu qemu = qemu()) {
            qemu.on("query-status", _ -> die(qemu));

            assertThat(vitals.ask(LONG)).isInstanceOf(MachineStatus.Gone.class);
        }
    }

    private void stop() {
        try (PidFd pidfd = PidFd.open(process).found().orElseThrow()) {
            boolean _ = pidfd.signal(Signal.STOP);
        }
    }

    private void die(FakeQemu qemu) {
        try {
            int _ = child.destroyForcibly().waitFor();
            qemu.hangUp();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private FakeQemu qemu() throws IOException {
        return new FakeQemu(folder.resolve("qmp.sock"));
    }
}
