package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.Failure;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskFormat;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DryRunDiskImagesTest {
    private static final Path PARTIAL = Path.of("/srv/disks/a.partial");
    private static final Path READY = Path.of("/srv/disks/a.qcow2");

    private final DryRunDiskImages images = new DryRunDiskImages();

    @Test
    void remembersASizeUnderTheFinalNameToo() {
        images.create(PARTIAL, DiskFormat.QCOW2, new ByteSize(1024));

        assertThat(images.virtualSize(READY, DiskFormat.QCOW2)).isEqualTo(new ByteSize(1024));
    }

    @Test
    void growsAndNeverShrinks() {
        images.create(PARTIAL, DiskFormat.QCOW2, new ByteSize(1024));

        images.grow(READY, DiskFormat.QCOW2, new ByteSize(4096));
        images.grow(READY, DiskFormat.QCOW2, new ByteSize(512));

        assertThat(images.virtualSize(READY, DiskFormat.QCOW2)).isEqualTo(new ByteSize(4096));
    }

    @Test
    void knowsNoImageThatWasNotMade() {
        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(() -> images.virtualSize(READY, DiskFormat.RAW));
    }
}
