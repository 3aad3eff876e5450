package dev.vman.operator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vman.host.CommandRequest;
import dev.vman.host.Commands;
import java.time.Duration;

/** The programs that these tests run. */
final class QemuPrograms {
    private QemuPrograms() {}

    /**
     * Skips the test where they are missing, unless the environment says that they must be there.
     */
    static void assumeInstalled() {
        boolean demanded = "1".equals(System.getenv("VMAN_ENABLE_INTEGRATION_TESTS"));
        assumeTrue(
                demanded || installed(HostProbe.QEMU),
                "QEMU is not installed, so this test is skipped");
        assumeTrue(
                demanded || installed(QemuImg.PROGRAM),
                "qemu-img is not installed, so this test is skipped");
    }

    private static boolean installed(String program) {
        return Commands.ofThisHost()
                .run(CommandRequest.of(Duration.ofSeconds(10), program, "--version"))
                .succeeded();
    }
}
