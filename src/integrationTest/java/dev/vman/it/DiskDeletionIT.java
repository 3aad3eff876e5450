package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("integration")
@Timeout(60)
class DiskDeletionIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final long MIB = 1L << 20;

    @Test
    void takesADiskAwayFromAStoppedVm() {
        Vm vm = DAEMON.createBare();
        TestDisk disk = TestDisk.create(DAEMON.get(), MIB);
        disk.attach(vm, "virtio").ok();

        disk.delete().is(204);

        assertThat(disk.file()).doesNotExist();
        assertThat(vm.read().path("disks")).isEmpty();
        assertThat(vm.started().qemus()).hasSize(1);
    }

    @Test
    void isRefusedWhileAnyProcessHoldsTheFile() throws IOException {
        TestDisk disk = TestDisk.create(DAEMON.get(), MIB);

        try (RandomAccessFile _ = new RandomAccessFile(disk.file().toFile(), "r")) {
            disk.delete().isProblem(409, "disk-in-use");
        }

        assertThat(disk.file()).exists();
        disk.delete().is(204);
        assertThat(disk.file()).doesNotExist();
    }

    @Test
    void isRefusedWhileTheVmRuns() {
        Vm vm = DAEMON.createBare().started();
        TestDisk disk = TestDisk.create(DAEMON.get(), MIB);
        disk.attach(vm, "scsi").ok();

        disk.delete().isProblem(409, "disk-in-use");

        assertThat(disk.isPluggedInto(vm)).isTrue();
    }

    @Test
    void keepsTheDisksThatWereAttachedToADeletedVm() {
        Vm vm = DAEMON.createBare();
        TestDisk disk = TestDisk.create(DAEMON.get(), MIB);
        disk.attach(vm, "virtio").ok();
        Vm _ = vm.started();

        vm.delete().isProblem(409, "wrong-state");
        DAEMON.api().delete("vms/" + vm.id() + "?force=true").is(204);

        assertThat(disk.read().path("state").asText()).isEqualTo("available");
        assertThat(disk.file()).exists();
        assertThat(vm.qemus()).isEmpty();
    }
}
