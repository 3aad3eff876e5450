package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("integration")
@Timeout(60)
class StartFailureIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();

    @Test
    void saysWhatQemuSaidAndLeavesNothingButTheError() throws IOException {
        Vm vm = DAEMON.create(Map.of("diskSizeBytes", 1 << 20));
        String id = vm.read().path("disks").path(0).path("id").asText();
        Path disk = DAEMON.get().storage().resolve("disks").resolve(id + ".qcow2");
        byte[] sound =
                overwrite(
                        disk,
                        "no qcow2 at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        Answer refused = vm.act("start");

        assertThat(refused.status()).as(refused.text()).isIn(422, 500, 502, 503);
        assertThat(refused.body().path("code").asText()).isEqualTo("start-failed");
        assertThat(refused.detail()).contains("Image is not in qcow2 format");
        assertThat(vm.state()).isEqualTo("error");
        assertThat(vm.reason()).contains("Image is not in qcow2 format");
        assertThat(vm.read().path("process").isNull()).isTrue();
        assertThat(vm.qemus()).isEmpty();
        assertThat(vm.run()).isDirectoryNotContaining("glob:**.sock");

        byte[] _ = overwrite(disk, sound);

        assertThat(vm.started().qemus()).hasSize(1);
    }

    /** Returns what was there. */
    private static byte[] overwrite(Path file, byte[] bytes) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] before = new byte[bytes.length];
            raw.readFully(before);
            raw.seek(0);
            raw.write(bytes);
            return before;
        }
    }

    @Test
    void tellsThatADiskFileIsMissing() throws IOException {
        Vm vm = DAEMON.create(Map.of("diskSizeBytes", 1 << 20));
        String id = vm.read().path("disks").path(0).path("id").asText();
        Path disk = DAEMON.get().storage().resolve("disks").resolve(id + ".qcow2");
        Path aside = disk.resolveSibling("aside");
        Path _ = Files.move(disk, aside);

        assertThat(vm.act("start").isProblem(422, "start-failed").detail()).contains(id);

        assertThat(vm.state()).isEqualTo("error");
        assertThat(vm.qemus()).isEmpty();
        Path _ = Files.move(aside, disk);
        assertThat(vm.started().qemus()).hasSize(1);
    }
}
