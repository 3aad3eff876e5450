package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vman.Failure;
import dev.vman.host.CommandRequest;
import dev.vman.host.Commands;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("integration")
@Timeout(60)
class QemuImgIT {
    private static final ByteSize SMALL = new ByteSize(1 << 20);
    private static final ByteSize LARGER = new ByteSize(3 << 20);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Commands commands = Commands.ofThisHost();
    private final QemuImg images = new QemuImg(commands);

    @TempDir Path folder;

    @BeforeAll
    static void needsQemu() {
        QemuPrograms.assumeInstalled();
    }

    @ParameterizedTest
    @EnumSource
    void createsAndGrowsAndNeverShrinks(DiskFormat format) {
        Path file = folder.resolve("a.partial");

        images.create(file, format, SMALL);
        assertThat(images.virtualSize(file, format)).isEqualTo(SMALL);

        images.grow(file, format, LARGER);
        images.grow(file, format, LARGER);
        images.grow(file, format, SMALL);
        assertThat(images.virtualSize(file, format)).isEqualTo(LARGER);
    }

    @Test
    void replacesAnOlderPartialFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a.partial"), "half a disk");

        images.create(file, DiskFormat.RAW, SMALL);

        assertThat(Files.readAllBytes(file)).hasSize(1 << 20).containsOnly(0);
    }

    @Test
    void createsTheLargestDiskThatThereIs() throws IOException {
        Path file = folder.resolve("a.partial");

        images.create(file, DiskFormat.QCOW2, new ByteSize(ByteSize.MAXIMUM));

        assertThat(images.virtualSize(file, DiskFormat.QCOW2).bytes()).isEqualTo(ByteSize.MAXIMUM);
        assertThat(Files.size(file)).isLessThan(64 << 20);
    }

    @Test
    void makesTheSecondOverlayToTheByteAsQemuImgDoes() throws IOException {
        Path image = folder.resolve("image.qcow2");
        Path first = folder.resolve("first.qcow2");
        Path second = folder.resolve("second.qcow2");
        Path afresh = folder.resolve("afresh.qcow2");
        images.create(image, DiskFormat.QCOW2, SMALL);

        images.createOverlay(first, image, LARGER);
        images.createOverlay(second, image, LARGER);
        new QemuImg(commands).createOverlay(afresh, image, LARGER);

        assertThat(second).hasSameBinaryContentAs(afresh);
        assertThat(images.virtualSize(second, DiskFormat.QCOW2)).isEqualTo(LARGER);
    }

    @Test
    void refusesWhatIsNoImageInClearWords() throws IOException {
        Path garbage = Files.writeString(folder.resolve("a.qcow2"), "garbage".repeat(1000));

        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(() -> images.virtualSize(garbage, DiskFormat.QCOW2))
                .withMessageContaining("not in qcow2 format");
        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(() -> images.grow(folder.resolve("none.raw"), DiskFormat.RAW, LARGER))
                .withMessageContaining("No such file");
    }

    @Test
    void believesNoHeaderThatAGuestWroteIntoItsRawDisk() throws IOException {
        Path disguised = folder.resolve("a.raw");
        images.create(disguised, DiskFormat.QCOW2, LARGER);

        assertThat(images.virtualSize(disguised, DiskFormat.RAW).bytes())
                .isLessThan(LARGER.bytes());
    }

    @Test
    void tellsAFullFileSystemAndLeavesNothing() throws IOException {
        Path tiny = Files.createDirectory(folder.resolve("tiny"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", tiny.toString()))
                .as("only root can make a tiny file system")
                .isTrue();
        try {
            assertThatExceptionOfType(Failure.NoSpace.class)
                    .isThrownBy(() ->
                            images.create(
                                    tiny.resolve("a.partial"),
                                    DiskFormat.QCOW2,
                                    new ByteSize(1L << 40)));
            assertThat(tiny).isEmptyDirectory();
        } finally {
            assertThat(run("umount", tiny.toString())).isTrue();
        }
    }

    @Test
    void growsNoImageThatAnotherProcessHolds() throws Exception {
        Path file = folder.resolve("a.qcow2");
        images.create(file, DiskFormat.QCOW2, SMALL);
        Process holder =
                new ProcessBuilder("qemu-io", "-f", "qcow2", file.toString())
                        .redirectErrorStream(true)
                        .start();
        try {
            // Its prompt says that the image is open.
            assertThat(holder.getInputStream().read()).isPositive();

            assertThat(images.virtualSize(file, DiskFormat.QCOW2)).isEqualTo(SMALL);
            assertThatExceptionOfType(Failure.Conflict.class)
                    .isThrownBy(() -> images.grow(file, DiskFormat.QCOW2, LARGER))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("disk-in-use"));
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    private boolean run(String... command) {
        return commands.run(CommandRequest.of(SOON, command)).succeeded();
    }
}
