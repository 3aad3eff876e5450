package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessTable;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link DiskFiles}, {@link VmFolders} and {@link LaunchRecord} on a real folder. */
class StorageFilesTest {
    private static final ByteSize SIZE = new ByteSize(4096);
    @TempDir Path root;
    private final UUID id = UUID.randomUUID();
    private StorageLayout layout;
    private DiskFiles disks;

    @BeforeEach
    void makeStorage() throws IOException {
        layout = new StorageLayout(root);
        Files.createDirectories(layout.disks());
        Files.createDirectories(layout.vms());
        disks = new DiskFiles(layout, new WrittenImages(), ProcessTable.ofThisHost(), false);
    }

    @Test
    void publishesADiskWholeAndLeavesNoPartial() {
        disks.make(id, DiskFormat.RAW, SIZE);

        assertThat(layout.disk(id, DiskFormat.RAW)).hasSize(4096);
        assertThat(layout.partialDisk(id)).doesNotExist();
        assertThat(disks.look(id, DiskFormat.RAW).isPresent()).isTrue();
        assertThat(disks.look(id, DiskFormat.QCOW2).isAbsent()).isTrue();
    }

    @Test
    void makesItAgainOverWhatADeadDaemonLeft() throws IOException {
        Files.writeString(layout.partialDisk(id), "half of it");

        disks.make(id, DiskFormat.RAW, SIZE);
        disks.make(id, DiskFormat.RAW, SIZE);

        assertThat(layout.disk(id, DiskFormat.RAW)).hasSize(4096);
    }

    @Test
    void removesDiskAndPartialAndDoesNotMindThatNothingIsThere() throws IOException {
        disks.make(id, DiskFormat.RAW, SIZE);
        Files.writeString(layout.partialDisk(id), "half of it");

        disks.remove(id, DiskFormat.RAW);
        disks.remove(id, DiskFormat.RAW);

        assertThat(layout.disks()).isEmptyDirectory();
    }

    @Test
    void canNotTellOfWhatIsNoRegularFile() throws IOException {
        Path target = Files.writeString(root.resolve("target"), "x");
        Files.createSymbolicLink(layout.disk(id, DiskFormat.RAW), target);

        assertThat(disks.look(id, DiskFormat.RAW).isUnknown()).isTrue();
    }

    @Test
    void saysWhoHasADiskOpen() throws IOException {
        disks.make(id, DiskFormat.RAW, SIZE);
        assertThatCode(() -> disks.requireUnused(id, DiskFormat.RAW)).doesNotThrowAnyException();

        try (FileChannel _ = FileChannel.open(layout.disk(id, DiskFormat.RAW))) {
            assertThatThrownBy(() -> disks.requireUnused(id, DiskFormat.RAW))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining(String.valueOf(ProcessHandle.current().pid()));
        }
    }

    @Test
    void makesAVmFolderAgainAndRemovesItWithWhatIsElsewhere() throws IOException {
        VmFolder folder = layout.vm(id);
        VmFolders.make(folder, OptionalInt.empty());
        VmFolders.make(folder, OptionalInt.empty());
        Path elsewhere = Files.createDirectory(root.resolve("run-elsewhere"));
        Files.writeString(elsewhere.resolve("qemu.log"), "words");
        Files.createSymbolicLink(folder.run(), elsewhere);
        assertThat(VmFolders.exists(folder)).isTrue();

        VmFolders.remove(folder);
        VmFolders.remove(folder);

        assertThat(VmFolders.exists(folder)).isFalse();
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void rewritesAManifestOnlyWhenItDiffers() throws IOException {
        VmFolder folder = layout.vm(id);
        VmFolders.make(folder, OptionalInt.empty());
        VmFolders.writeManifest(folder, bytes("one"));
        Object first = Files.getAttribute(folder.manifest(), "unix:ino");

        VmFolders.writeManifest(folder, bytes("one"));
        assertThat(Files.getAttribute(folder.manifest(), "unix:ino")).isEqualTo(first);
        VmFolders.writeManifest(folder, bytes("two"));

        assertThat(folder.manifest()).hasContent("two");
    }

    @Test
    void tellsQemusLastWordsOfALaunchThatDied() throws IOException {
        MachineSpec machine = Machines.bare(layout);
        LaunchRecord launches = new LaunchRecord(new ObjectMapper(), operator(true));
        assertThat(launches.died(machine)).hasMessageContaining("QEMU died");

        Files.createDirectories(machine.folder().run());
        Files.writeString(machine.folder().qemuLog(), "x".repeat(5000) + "\nno such machine\n");

        assertThat(launches.died(machine).getMessage())
                .endsWith("no such machine")
                .hasSizeLessThan(4200);
    }

    @Test
    void writesNoLaunchOfADryRun() throws IOException {
        MachineSpec machine = Machines.bare(layout);
        Files.createDirectories(machine.folder().folder());

        new LaunchRecord(new ObjectMapper(), operator(true))
                .write(machine, new ProcessIdentity("boot", 4711, 12));

        assertThat(machine.folder().launch()).doesNotExist();
    }

    @Test
    void recordsWhatRuns() throws IOException {
        MachineSpec machine = Machines.bare(layout);
        Files.createDirectories(machine.folder().folder());

        new LaunchRecord(new ObjectMapper(), operator(false))
                .write(machine, new ProcessIdentity("boot", 4711, 12));

        assertThat(machine.folder().launch())
                .content()
                .contains(
                        "\"bootId\" : \"boot\"",
                        "\"pid\" : 4711",
                        "\"startTicks\" : 12",
                        "[ \"qemu\" ]");
    }

    private static Operator operator(boolean dryRun) {
        HostCapabilities host =
                new HostCapabilities(
                        Optional.of("7.2.0"),
                        Optional.empty(),
                        List.of(),
                        "pc-q35-7.2",
                        1,
                        "tcg",
                        "a test",
                        "max",
                        dryRun,
                        false,
                        "a test");
        return new DryRunOperator(host, (_, _) -> List.of("qemu"), _ -> {}, Clock.systemUTC());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Images that are nothing but their size. */
    private static final class WrittenImages implements DiskImages {
        @Override
        public void create(Path partial, DiskFormat format, ByteSize size) {
            try {
                Files.write(partial, new byte[(int) size.bytes()]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void createOverlay(Path partial, Path image, ByteSize size) {
            create(partial, DiskFormat.QCOW2, size);
        }

        @Override
        public void grow(Path file, DiskFormat format, ByteSize size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ByteSize virtualSize(Path file, DiskFormat format) {
            return SIZE;
        }
    }
}
