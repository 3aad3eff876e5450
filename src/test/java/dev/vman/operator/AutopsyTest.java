package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.ExitStatus;
import dev.vman.host.KernelLog;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.Crash;
import dev.vman.inventory.StorageLayout;
import dev.vman.operator.LiveMachine.Death;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutopsyTest {
    private static final ExitStatus KILLED = new ExitStatus.Killed(9);
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final String MARK = "--- start 2026-01-01T00:00:00Z ---\n";
    private final UUID vm = UUID.randomUUID();
    private Presence<String> kernel = new Presence.Absent<>();
    @TempDir Path storage;

    @BeforeEach
    void makeTheRunFolder() throws IOException {
        Files.createDirectories(layout().vm(vm).run());
    }

    @Test
    void tellsHowItEnded() {
        Crash crash = of(new ExitStatus.Killed(11));

        assertThat(crash.signal()).isEqualTo("SIGSEGV");
        assertThat(crash.exitCode()).isNull();
        assertThat(crash.pid()).isEqualTo(7);
        assertThat(crash.at()).isEqualTo(NOON);
        assertThat(crash.shutdownReason()).isEqualTo("host-qmp-quit");
        assertThat(of(new ExitStatus.Exited(3)).exitCode()).isEqualTo(3);
    }

    @Test
    void blamesTheOomKillerOnlyWhereTheKernelSaysSo() {
        assertThat(of(KILLED).oomKilled()).isEqualTo(Crash.OomKilled.NO);

        kernel = new Presence.Present<>("Killed process 7");
        assertThat(of(KILLED).oomKilled()).isEqualTo(Crash.OomKilled.YES);
        assertThat(of(new ExitStatus.Killed(11)).oomKilled()).isEqualTo(Crash.OomKilled.NO);
        assertThat(of(new ExitStatus.Exited(0)).oomKilled()).isEqualTo(Crash.OomKilled.NO);

        kernel = new Presence.Unknown<>("not root");
        assertThat(of(KILLED).oomKilled()).isEqualTo(Crash.OomKilled.UNKNOWN);
    }

    @Test
    void keepsTheEndOfWhatWasWrittenInTheLastRun() throws IOException {
        String earlier = MARK + "earlier\n" + MARK;
        Files.writeString(layout().vm(vm).qemuLog(), earlier + "qemu: \u001b[1mouch\n");
        Files.writeString(
                layout().vm(vm).consoleLog(), earlier + "x".repeat(9000) + "\nKernel panic\n");

        Crash crash = of(KILLED);

        assertThat(crash.qemuOutput()).isEqualTo("qemu: ?[1mouch");
        assertThat(crash.serialOutput()).endsWith("x\nKernel panic").doesNotContain("earlier");
        assertThat(crash.serialOutput().length()).isLessThanOrEqualTo(4096);
    }

    @Test
    void doesWithoutLogsAndWithoutAWitness() throws IOException {
        Files.createSymbolicLink(layout().vm(vm).consoleLog(), Path.of("/etc/passwd"));

        Crash crash = autopsy().of(vm, Optional.empty(), Optional.empty());

        assertThat(crash.serialOutput()).isEmpty();
        assertThat(crash.qemuOutput()).isEmpty();
        assertThat(crash.oomKilled()).isEqualTo(Crash.OomKilled.UNKNOWN);
        assertThat(crash.at()).isNull();
    }

    private Crash of(ExitStatus status) {
        Death death = new Death(status, false, Optional.of("host-qmp-quit"), "").noticed(NOON);
        return autopsy().of(vm, Optional.of(new ProcessIdentity("boot", 7, 1)), Optional.of(death));
    }

    private Autopsy autopsy() {
        KernelLog log = _ -> kernel;
        return new Autopsy(layout(), log);
    }

    private StorageLayout layout() {
        return new StorageLayout(storage);
    }
}
