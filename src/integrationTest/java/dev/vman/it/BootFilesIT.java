package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("integration")
@Timeout(60)
class BootFilesIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();

    @Test
    void areRefusedFromOutsideOfTheirFolders() throws IOException {
        Path boot = DAEMON.get().storage().resolve("boot");
        Path link = boot.resolve("link");
        Path _ = Files.createSymbolicLink(link, Path.of("/etc/hostname"));

        assertRefused("/etc/hostname");
        assertRefused(link.toString());
        assertRefused(boot.resolve("../token").toString());
        assertRefused("/dev/null");
    }

    @Test
    @Timeout(20)
    void areRefusedUnlessTheyAreRegularFiles() throws Exception {
        Path boot = DAEMON.get().storage().resolve("boot");
        run("mkfifo", boot.resolve("fifo").toString());
        Path _ = Files.createDirectories(boot.resolve("folder"));

        assertRefused(boot.resolve("fifo").toString());
        assertRefused(boot.resolve("folder").toString());
        assertRefused(boot.resolve("missing").toString());
    }

    @Test
    void areRefusedWhereTheyAreDevices() throws Exception {
        Assumptions.assumeTrue(Root.is(), "Skipped: only root makes device files");
        Path device = DAEMON.get().storage().resolve("boot").resolve("zero");
        run("mknod", device.toString(), "c", "1", "5");

        assertRefused(device.toString());
    }

    private static void assertRefused(String kernel) {
        String name = SharedDaemon.newName("refused");
        Answer answer =
                DAEMON.api().post("vms", Map.of("name", name, "boot", Map.of("kernel", kernel)));

        assertThat(answer.is(422).body().path("errors").path(0).path("field").asText())
                .isEqualTo("boot.kernel");
        DAEMON.api().get("vms/" + name).is(404);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
