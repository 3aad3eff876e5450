package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.Commands;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.StorageLayout;
import dev.vman.qmp.QmpClient;
import dev.vman.qmp.QmpException;
import dev.vman.qmp.QmpOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
@Timeout(60)
class QemuCommandLineIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final QemuCommandLine COMMAND_LINE = new QemuCommandLine(HostProbe.QEMU, "tcg");

    @TempDir Path folder;

    @BeforeAll
    static void needsQemu() {
        QemuPrograms.assumeInstalled();
    }

    @Test
    void isAcceptedWithEveryKindOfDiskUnderAPathWithACommaAndColdDisksAreWhereTheyBelong()
            throws Exception {
        StorageLayout storage = new StorageLayout(folder.resolve("a,b c"));
        List<DriveSpec> drives =
                List.of(
                        Machines.drive(storage, 1, DiskFormat.QCOW2, DiskBus.VIRTIO, 0),
                        Machines.drive(storage, 2, DiskFormat.RAW, DiskBus.VIRTIO, 11),
                        Machines.readOnly(
                                Machines.drive(storage, 3, DiskFormat.RAW, DiskBus.VIRTIO, 5)),
                        Machines.readOnly(
                                Machines.drive(storage, 4, DiskFormat.QCOW2, DiskBus.SCSI, 63)));
        MachineSpec machine =
                Machines.with(
                        storage,
                        Optional.empty(),
                        drives,
                        List.of(Machines.nic(0), Machines.nic(1)));
        makeFiles(storage, machine);

        running(
                machine,
                qmp -> {
                    assertThat(qmp.execute("query-status", SOON).path("status").asText())
                            .isEqualTo("prelaunch");
                    assertThat(qmp.execute("query-uuid", SOON).path("UUID").asText())
                            .isEqualTo(Machines.ID.toString());
                    assertThat(qmp.execute("query-block", SOON).findValuesAsText("qdev"))
                            .anyMatch(qdev -> qdev.contains(drives.get(0).deviceId()))
                            .anyMatch(qdev -> qdev.contains(drives.get(3).deviceId()));
                });
        assertThat(machine.folder().consoleLog()).exists();
    }

    @Test
    void takesADiskHotWithTheSameObjectsOnEveryFreePort() throws Exception {
        StorageLayout storage = new StorageLayout(folder.resolve("s"));
        MachineSpec machine = Machines.bare(storage);
        makeFiles(storage, machine);
        List<DriveSpec> drives =
                IntStream.range(0, DriveSpec.VIRTIO_SLOTS)
                        .mapToObj(slot ->
                                Machines.drive(
                                        storage, slot, DiskFormat.QCOW2, DiskBus.VIRTIO, slot))
                        .toList();
        drives.forEach(QemuCommandLineIT::makeDisk);

        running(
                machine,
                qmp -> {
                    for (DriveSpec drive : drives) {
                        qmp.execute("blockdev-add", DriveJson.blockdev(drive), SOON);
                        qmp.execute("device_add", DriveJson.device(drive), SOON);
                    }
                    JsonNode blocks = qmp.execute("query-block", SOON);
                    assertThat(blocks).hasSize(DriveSpec.VIRTIO_SLOTS);
                });
    }

    private static void makeFiles(StorageLayout storage, MachineSpec machine) throws IOException {
        Files.createDirectories(storage.disks());
        Files.createDirectories(machine.folder().run());
        machine.drives().forEach(QemuCommandLineIT::makeDisk);
    }

    private static void makeDisk(DriveSpec drive) {
        new QemuImg(Commands.ofThisHost())
                .create(drive.file(), drive.format(), new ByteSize(1 << 20));
    }

    private interface Check {
        void on(QmpClient qmp) throws Exception;
    }

    /** Runs it on a real QEMU, which is gone afterwards. */
    private void running(MachineSpec machine, Check check) throws Exception {
        Path log = folder.resolve("qemu.log");
        Process qemu =
                new ProcessBuilder(COMMAND_LINE.of(machine))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try (QmpClient main = connect(qemu, machine.folder().qmpSocket(), log);
                QmpClient spare = connect(qemu, machine.folder().spareSocket(), log)) {
            check.on(main);
            spare.execute("quit", SOON);
            assertThat(qemu.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(qemu.exitValue()).isZero();
            assertThat(log).hasContent("");
        } finally {
            qemu.destroyForcibly().waitFor();
        }
    }

    private static QmpClient connect(Process qemu, Path socket, Path log) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        while (true) {
            try {
                return QmpClient.connect(socket, QmpOptions.defaults());
            } catch (QmpException e) {
                if (qemu.waitFor(10, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                    throw new AssertionError("no QMP; QEMU says: " + Files.readString(log), e);
                }
            }
        }
    }
}
