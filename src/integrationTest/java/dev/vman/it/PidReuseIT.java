package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessTable;
import dev.vman.host.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A VM's recorded pid belongs to an innocent process by now. */
@Tag("integration")
@Timeout(120)
class PidReuseIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final ProcessTable TABLE = ProcessTable.ofThisHost();
    private Process innocent;
    private ProcessIdentity itsIdentity;

    @BeforeEach
    void haveAnInnocentProcess() throws IOException {
        innocent = new ProcessBuilder("sleep", "300").start();
        itsIdentity = TABLE.identify(innocent.pid()).found().orElseThrow();
    }

    @AfterEach
    void endIt() {
        innocent.destroyForcibly();
    }

    @Test
    void isFoundOutByItsStartTime() throws IOException {
        Vm vm = DAEMON.create(Map.of("diskSizeBytes", 1 << 20)).started();
        ProcessIdentity own = vm.process();

        restartWithRecord(
                vm, own, new ProcessIdentity(own.bootId(), innocent.pid(), own.startTicks()));

        isLeftAlone(vm);
    }

    @Test
    void isFoundOutByItsCommandLineThoughTheRecordNamesItExactly() throws IOException {
        Vm vm = DAEMON.createBare().started();

        restartWithRecord(vm, vm.process(), itsIdentity);

        isLeftAlone(vm);
    }

    private static void restartWithRecord(Vm vm, ProcessIdentity own, ProcessIdentity recorded)
            throws IOException {
        DAEMON.get().kill();
        QemuProcesses.signal(own, Signal.KILL);
        Waiting.until(SOON, "QEMU has ended", () -> QemuProcesses.isGone(own));
        RecordedProcess.set(vm.daemon().storage(), vm.id(), recorded);
        Path launch = vm.folder().resolve("launch.json");
        String was = Files.readString(launch);
        String now = was.replace("" + own.pid(), "" + recorded.pid());
        Files.write(launch, now.getBytes(StandardCharsets.UTF_8));
        VmanDaemon _ = DAEMON.get();
    }

    private void isLeftAlone(Vm vm) {
        var _ = vm.waitForVmState("crashed", SOON);
        assertThat(vm.read().path("process").isNull()).isTrue();
        assertThat(vm.stopByForce().ok().path("state").asText()).isEqualTo("stopped");
        assertThat(vm.started().process()).isNotEqualTo(itsIdentity);
        assertThat(vm.act("stop", Map.of("timeoutSeconds", 1)).ok().path("state").asText())
                .isEqualTo("stopped");
        vm.delete().is(204);
        assertThat(QemuProcesses.isGone(itsIdentity)).isFalse();
    }
}
