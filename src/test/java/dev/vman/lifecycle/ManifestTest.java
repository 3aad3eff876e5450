package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.inventory.BootDevice;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.RestartPolicy;
import dev.vman.inventory.Rows;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmCdrom;
import dev.vman.inventory.VmState;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The shape of {@code manifest.json}, which programs read: a change needs a new schema. */
@QuarkusTest
class ManifestTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/manifest.json");
    @Inject ObjectMapper json;

    @Test
    void hasTheGoldenShape() throws IOException {
        Vm vm = Rows.vm(VmState.RUNNING);
        vm.id = new UUID(0, 1);
        vm.name = "web";
        vm.labels = Map.of("team", "a", "colour", "red");
        vm.kernel = "/boot/vmlinuz";
        vm.cmdline = "quiet";
        vm.restart = RestartPolicy.ON_CRASH;
        vm.uid = 300_001;
        vm.createdAt = Instant.parse("2026-01-01T12:00:00Z");
        Disk disk = Rows.attached(Rows.disk(), vm, DiskBus.VIRTIO, 0);
        disk.id = new UUID(0, 2);
        disk.name = "data";
        disk.protectedFromDeletion = true;
        disk.createdAt = Instant.parse("2026-01-02T12:00:00Z");

        Manifest.NicEntry nic =
                new Manifest.NicEntry(
                        new UUID(0, 3),
                        "default",
                        "52:54:00:00:00:01",
                        null,
                        Ipv4Address.parse("10.77.0.2"),
                        0,
                        11,
                        null);

        String written =
                json.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(
                                manifest(vm, List.of(disk), List.of(nic), Metadata.NONE));

        assertThat(json.readTree(written)).isEqualTo(json.readTree(Files.readString(GOLDEN)));
        assertThat(json.readValue(written, Manifest.class))
                .isEqualTo(manifest(vm, List.of(disk), List.of(nic), Metadata.NONE));
    }

    @Test
    void carriesWhatTheGuestIsTold() throws IOException {
        Vm vm = Rows.vm(VmState.STOPPED);
        vm.createdAt = Instant.parse("2026-01-01T12:00:00Z");
        Metadata told = new Metadata("web.example.org", "#cloud-config\n", List.of("ssh-rsa A b"));

        String written = json.writeValueAsString(manifest(vm, List.of(), List.of(), told));

        assertThat(json.readTree(written).path("metadata").path("hostname").asText())
                .isEqualTo("web.example.org");
        assertThat(json.readValue(written, Manifest.class).metadata()).isEqualTo(told);
    }

    @Test
    void carriesADriveThatIsEmptyAndAnOrderThatIsNotTheUsualOne() throws IOException {
        Vm vm = Rows.vm(VmState.STOPPED);
        vm.createdAt = Instant.parse("2026-01-01T12:00:00Z");
        vm.bootFirst = BootDevice.CDROM;
        VmCdrom empty = Rows.cdrom(vm);

        String written =
                json.writeValueAsString(
                        Manifest.of(vm, List.of(), List.of(), Metadata.NONE, Optional.of(empty)));

        assertThat(json.readTree(written).path("cdrom").path("image").isNull()).isTrue();
        Manifest read = json.readValue(written, Manifest.class);
        assertThat(read.cdrom()).isEqualTo(new Manifest.CdromEntry(null));
        assertThat(read.bootFirst()).isEqualTo(BootDevice.CDROM);
    }

    private static Manifest manifest(
            Vm vm, List<Disk> disks, List<Manifest.NicEntry> nics, Metadata metadata) {
        return Manifest.of(vm, disks, nics, metadata, Optional.empty());
    }
}
