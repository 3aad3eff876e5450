package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PidFdTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Test
    void signalsTheProcess() throws Exception {
        try (Child child = Child.sleeping();
                PidFd pidfd = hold(child)) {
            assertThat(pidfd.exitStatus()).isEmpty();

            assertThat(pidfd.signal(Signal.TERM)).isTrue();

            child.awaitEnd();
            Eventually.becomesTrue(() -> !pidfd.signal(Signal.TERM));
        }
    }

    @Test
    void refusesAReusedPid() throws Exception {
        try (Child child = Child.sleeping()) {
            ProcessIdentity now = child.identity();
            ProcessIdentity earlier =
                    new ProcessIdentity(now.bootId(), now.pid(), now.startTicks() - 1);
            ProcessIdentity otherBoot =
                    new ProcessIdentity("another-boot", now.pid(), now.startTicks());

            assertThat(PidFd.open(earlier).isAbsent()).isTrue();
            assertThat(PidFd.open(otherBoot).isAbsent()).isTrue();
            assertThat(child.process().isAlive()).isTrue();
        }
    }

    @Test
    void isAbsentForAProcessThatIsGone() throws Exception {
        try (Child child = Child.sleeping()) {
            ProcessIdentity identity = child.identity();
            child.process().destroyForcibly();
            child.awaitEnd();

            assertThat(PidFd.open(identity).isAbsent()).isTrue();
        }
    }

    @Test
    void tellsTheSignalThatKilled() throws Exception {
        assumeKernelTellsExits();
        try (Child child = Child.of("sh", "-c", "read wait; kill -9 $$");
                PidFd pidfd = hold(child)) {
            child.process().getOutputStream().close();

            assertThat(pidfd.exitStatus(PATIENCE)).contains(new ExitStatus.Killed(9));
        }
    }

    @Test
    void tellsTheExitCode() throws Exception {
        assumeKernelTellsExits();
        try (Child child = Child.of("sh", "-c", "read wait; exit 137");
                PidFd pidfd = hold(child)) {
            child.process().getOutputStream().close();

            assertThat(pidfd.exitStatus(PATIENCE)).contains(new ExitStatus.Exited(137));
        }
    }

    private static PidFd hold(Child child) {
        return PidFd.open(child.identity()).found().orElseThrow();
    }

    /** PIDFD_INFO_EXIT came with Linux 6.15. */
    private static void assumeKernelTellsExits() throws IOException {
        String[] release = HostFacts.read().kernelRelease().split("\\D", -1);
        int version = Integer.parseInt(release[0]) * 1000 + Integer.parseInt(release[1]);
        assumeThat(version).as("kernel with PIDFD_INFO_EXIT").isGreaterThanOrEqualTo(6015);
    }
}
