package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
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
        assertThat(vm.log())
                .startsWith("--- start ")
                .contains("qemu-system-x86_64: ", "Image is not in qcow2 format");

        byte[] _ = overwrite(disk, sound);

        assertThat(vm.started().qemus()).hasSize(1);
        assertThat(vm.log().lines().filter(line -> line.startsWith("--- start "))).hasSize(2);
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

    /** The VM was made: that is what the request is answered with. */
    @Test
    void isNoReasonToRefuseTheVmThatWasToStartAtOnce() throws IOException {
        Path boot = DAEMON.get().storage().resolve("boot");
        Path kernel = Files.writeString(boot.resolve("no-kernel"), "no kernel at all");
        String initrd = boot.resolve("initrd.img").toString();
        String name = SharedDaemon.newName("made");
        Map<String, ?> body =
                Map.of(
                        "name",
                        name,
                        "memoryMib",
                        64,
                        "diskSizeBytes",
                        1 << 20,
                        "boot",
                        Map.of("kernel", kernel.toString(), "initrd", initrd),
                        "start",
                        true);

        JsonNode made = DAEMON.api().post("vms", body).is(201).body();

        Files.delete(kernel);
        assertThat(made.path("state").asText()).isEqualTo("error");
        assertThat(made.path("stateReason").asText()).contains("linux kernel too old");
        assertThat(made.path("process").isNull()).isTrue();
        Vm vm = new Vm(DAEMON.get(), UUID.fromString(made.path("id").asText()), name);
        assertThat(vm.state()).isEqualTo("error");
        assertThat(vm.qemus()).isEmpty();
        assertThat(vm.run()).isDirectoryNotContaining("glob:**.sock");
        assertThat(vm.log()).contains("linux kernel too old");
        vm.delete().is(204);
        assertThat(vm.folder()).doesNotExist();
        assertThat(DAEMON.get().storage().resolve("disks")).isEmptyDirectory();
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
