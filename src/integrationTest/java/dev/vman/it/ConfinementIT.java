package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("integration")
@Timeout(60)
class ConfinementIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();

    @Test
    void givesEachQemuAUserOfItsOwnThatSeesNothingOfOthers() throws Exception {
        Assumptions.assumeTrue(Root.is(), "Skipped: only root has users to give");
        Vm vm = DAEMON.create(Map.of("diskSizeBytes", 1 << 20)).started();
        Vm other = DAEMON.create(Map.of("diskSizeBytes", 1 << 20)).started();

        assertThat(vm.qemu().uid()).isBetween(300_000, 365_535).isNotEqualTo(other.qemu().uid());
        assertThat(mayRead(vm, diskOf(vm))).isTrue();
        assertThat(mayRead(vm, diskOf(other))).isFalse();
        assertThat(mayRead(vm, other.run().resolve("console.log"))).isFalse();
        assertThat(mayRead(vm, vm.folder().resolve("launch.json"))).isFalse();
        assertThat(mayRead(vm, DAEMON.get().storage().resolve("token"))).isFalse();
        assertThat(mayRead(vm, DAEMON.get().storage().resolve("vman.mv.db"))).isFalse();
    }

    @Test
    void takesPrivilegesAndSystemCallsAway() throws IOException {
        Vm vm = DAEMON.createBare().started();

        List<String> status =
                Files.readAllLines(Path.of("/proc/" + vm.process().pid() + "/status"));

        assertThat(status).contains("NoNewPrivs:\t1", "Seccomp:\t2");
        assertThat(status).contains("CapEff:\t0000000000000000");
    }

    private static Path diskOf(Vm vm) {
        String id = vm.read().path("disks").path(0).path("id").asText();
        return DAEMON.get().storage().resolve("disks").resolve(id + ".qcow2");
    }

    private static boolean mayRead(Vm reader, Path file) throws Exception {
        assertThat(file).exists();
        String uid = Integer.toString(reader.qemu().uid());
        Process head =
                new ProcessBuilder(
                                "setpriv",
                                "--reuid",
                                uid,
                                "--regid",
                                uid,
                                "--clear-groups",
                                "head",
                                "-c",
                                "1",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(head.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return head.exitValue() == 0;
    }
}
