package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vman.Failure;
import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuImgTest {
    private static final ByteSize MIB = new ByteSize(1 << 20);

    private final FakeCommands commands = new FakeCommands();
    private final QemuImg images = new QemuImg(commands);

    @TempDir Path folder;

    @Test
    void createsUnderLimitsWithAnExplicitFormat() throws IOException {
        commands.on("qemu-img create", FakeCommands.prints(""));
        Path partial = folder.resolve("a.partial");

        images.create(partial, DiskFormat.RAW, MIB);

        CommandRequest request = commands.requests("qemu-img create").getFirst();
        assertThat(request.command())
                .containsExactly(
                        "qemu-img", "create", "-q", "-f", "raw", partial.toString(), "1048576");
        assertThat(request.limits().fileSizeBytes()).isEqualTo(MIB.bytes());
        assertThat(request.limits().addressSpaceBytes()).isPositive();
        assertThat(request.limits().cpuSeconds()).isPositive();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(partial)))
                .isEqualTo("rw-------");
    }

    @Test
    void startsNoProcessForAnImageLikeOneThatItMade() throws IOException {
        commands.on("qemu-img create", FakeCommands.prints(""));
        images.create(folder.resolve("a.partial"), DiskFormat.QCOW2, MIB);

        images.create(folder.resolve("b.partial"), DiskFormat.QCOW2, MIB);

        assertThat(commands.requests("qemu-img create")).hasSize(1);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("b.partial"))))
                .isEqualTo("rw-------");
    }

    @Test
    void asksAgainAfterAFailure() throws IOException {
        failing(FakeCommands.fails(1, "qemu-img: /x: No space left on device\n"));
        assertThatExceptionOfType(Failure.NoSpace.class).isThrownBy(this::create);
        commands.on("qemu-img create", FakeCommands.prints(""));

        create();

        assertThat(commands.requests("qemu-img create")).hasSize(2);
    }

    @Test
    void replacesALinkInsteadOfFollowingIt() throws IOException {
        commands.on("qemu-img create", FakeCommands.prints(""));
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path partial = Files.createSymbolicLink(folder.resolve("a.partial"), victim);

        images.create(partial, DiskFormat.RAW, MIB);

        assertThat(victim).hasContent("precious");
        assertThat(partial).isRegularFile();
        assertThat(Files.isSymbolicLink(partial)).isFalse();
    }

    @Test
    void tellsAFullDiskAndLeavesNothing() {
        failing(
                FakeCommands.fails(
                        1,
                        "qemu-img: /x: Could not write qcow2 header: No space left on device\n"));

        assertThatExceptionOfType(Failure.NoSpace.class).isThrownBy(this::create);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void tellsASizeThatTheFileSystemCannotHold() {
        failing(
                FakeCommands.fails(
                        1, "qemu-img: /x: The image size is too large for file format 'raw'\n"));

        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(this::create)
                .satisfies(e -> assertThat(e.errors().getFirst().field()).isEqualTo("sizeBytes"));
    }

    @Test
    void tellsAMissingProgramAndASlowOneApart() {
        failing(FakeCommands.fails(127, "qemu-img: not found"));
        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(this::create)
                .satisfies(e -> assertThat(e.code()).isEqualTo("qemu-img-missing"));

        failing(FakeCommands.hangs());
        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(this::create)
                .satisfies(e -> assertThat(e.code()).isEqualTo("qemu-img-timed-out"));
    }

    @Test
    void takesAPathWithTheWordLockForWhatItIs() {
        failing(FakeCommands.fails(1, "qemu-img: /srv/block/x: Input/output error\n"));

        assertThatExceptionOfType(Failure.HostFailure.class).isThrownBy(this::create);
    }

    @Test
    void doesNothingWhereTheImageIsLargeEnough() {
        commands.on("qemu-img info", FakeCommands.prints("{\"virtual-size\": 1048576}"));

        images.grow(folder.resolve("a.raw"), DiskFormat.RAW, new ByteSize(512));

        assertThat(commands.requests("qemu-img resize")).isEmpty();
    }

    @Test
    void refusesAnAnswerWithoutAUsableSize() {
        for (String answer :
                new String[] {"", "[]", "{\"virtual-size\": 0}", "{\"virtual-size\": 1e30}"}) {
            commands.on("qemu-img info", FakeCommands.prints(answer));

            assertThatExceptionOfType(Failure.HostFailure.class)
                    .isThrownBy(() -> images.virtualSize(folder.resolve("a.raw"), DiskFormat.RAW));
        }
    }

    @Test
    void takesAbsolutePathsOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> images.virtualSize(Path.of("nbd:unix:/x"), DiskFormat.RAW));
    }

    private void failing(CommandResult result) {
        commands.on("qemu-img create", result);
    }

    private void create() {
        images.create(folder.resolve("a.partial"), DiskFormat.QCOW2, MIB);
    }
}
