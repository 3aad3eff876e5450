package dev.vman.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.Failure;
import dev.vman.host.Eventually;
import dev.vman.host.ExitWatcher;
import dev.vman.host.PidFd;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessSight;
import dev.vman.host.ProcessTable;
import dev.vman.host.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server is told, with a shell in the place of dnsmasq that notes each SIGHUP. */
@Timeout(60)
class DhcpServersTest {
    private static final String NOTING =
            "trap 'echo told >>told' HUP; echo >ready; while :; do sleep 0.05; done";

    /** That of no process: the kernel can't look for it. */
    private static final long NO_PID = Integer.MAX_VALUE + 1L;

    @TempDir Path folder;
    private final ProcessTable processes = ProcessTable.ofThisHost();
    private ExitWatcher exits;
    private DhcpServers servers;
    private Process shell;

    @BeforeEach
    void start() throws IOException {
        exits = ExitWatcher.open();
        servers = new DhcpServers(processes, new NoLauncher(), exits, Optional.empty(), 0);
        // Who runs these tests may ignore SIGHUP, and a shell can't trap what was ignored before.
        shell =
                new ProcessBuilder("env", "--default-signal=HUP", "sh", "-c", NOTING)
                        .directory(folder.toFile())
                        .start();
        Eventually.becomesTrue(() -> Files.exists(folder.resolve("ready")));
    }

    @AfterEach
    void end() {
        shell.destroyForcibly();
        servers.close();
        exits.close();
    }

    @Test
    void tellsAServerThatItKnowsNothingOf() {
        servers.ensureTold(server());

        Eventually.becomesTrue(() -> Files.exists(folder.resolve("told")));
    }

    @Test
    void tellsAServerNothingThatItHasToldAlready() throws IOException {
        servers.reload(server());
        Eventually.becomesTrue(() -> Files.exists(folder.resolve("told")));
        stop();

        servers.ensureTold(server());

        assertThat(pendingSignals()).isZero();
    }

    @Test
    void tellsAServerNothingThatItHasStarted() throws IOException {
        servers.knows(server());
        stop();

        servers.ensureTold(server());

        assertThat(pendingSignals()).isZero();
    }

    /** Its files are written by then, so that no plan says again that it has to hear of them. */
    @Test
    void takesAServerForToldOnlyWhereItWasTold() {
        ProcessSight unreachable = sight(new ProcessIdentity("boot", NO_PID, 1));
        servers.knows(unreachable);
        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(() -> servers.reload(unreachable));

        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(() -> servers.ensureTold(unreachable));
    }

    private ProcessSight server() {
        return sight(processes.identify(shell.pid()).found().orElseThrow());
    }

    private static ProcessSight sight(ProcessIdentity identity) {
        return new ProcessSight(identity, 'S', 0, List.of("dnsmasq"));
    }

    /** What is sent to it from now on stays where it can be seen. */
    private void stop() {
        ProcessIdentity identity = server().identity();
        try (PidFd held = PidFd.open(identity).found().orElseThrow()) {
            assertThat(held.signal(Signal.STOP)).isTrue();
        }
        Eventually.becomesTrue(() -> processes.stateOf(identity).equals(Optional.of('T')));
    }

    private long pendingSignals() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + shell.pid() + "/status")).stream()
                .filter(line -> line.startsWith("ShdPnd:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.split("\\s+", 2)[1], 16))
                .sum();
    }
}
