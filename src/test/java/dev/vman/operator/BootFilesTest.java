package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vman.Failure;
import dev.vman.inventory.Boot;
import dev.vman.inventory.VmFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootFilesTest {
    @TempDir Path folder;
    private Path allowed;
    private Path outside;
    private Path kernel;
    private BootFiles files;

    @BeforeEach
    void makeFolders() throws IOException {
        allowed = Files.createDirectory(folder.resolve("boot"));
        outside = Files.createDirectory(folder.resolve("elsewhere"));
        kernel = Files.writeString(allowed.resolve("vmlinuz"), "kernel");
        files = new BootFiles(List.of(allowed, folder.resolve("not-there")));
    }

    @Test
    void takesAFileOfAnAllowedFolderAndOfThoseBelow() throws IOException {
        Path below = Files.createDirectory(allowed.resolve("below"));
        Path initrd = Files.writeString(below.resolve("initrd"), "initrd");

        assertThatCode(() -> files.check(new Boot(kernel.toString(), initrd.toString(), "quiet")))
                .doesNotThrowAnyException();
    }

    @Test
    void followsALinkThatStaysInside() throws IOException {
        Path link = Files.createSymbolicLink(allowed.resolve("link"), kernel);

        assertThatCode(() -> check(link.toString())).doesNotThrowAnyException();
    }

    @Test
    void refusesALinkThatLeadsOut() throws IOException {
        Path secret = Files.writeString(outside.resolve("secret"), "secret");
        Path link = Files.createSymbolicLink(allowed.resolve("link"), secret);

        refuses(link.toString(), "outside");
        refuses(secret.toString(), "outside");
        refuses(allowed + "/../elsewhere/secret", "outside");
        Files.createSymbolicLink(allowed.resolve("dir"), outside);
        refuses(allowed + "/dir/secret", "outside");
    }

    @Test
    void refusesAFolderOfWhichOnlyTheBeginningOfTheNameIsAllowed() throws IOException {
        Path twin = Files.createDirectory(folder.resolve("boot-2"));
        Path there = Files.writeString(twin.resolve("vmlinuz"), "kernel");

        refuses(there.toString(), "outside");
    }

    @Test
    void refusesWhatIsNoRegularFile() throws Exception {
        Path fifo = allowed.resolve("fifo");
        Process made = new ProcessBuilder("mkfifo", fifo.toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();

        refuses(allowed.toString(), "not a regular file");
        refuses(fifo.toString(), "not a regular file");
        BootFiles devices = new BootFiles(List.of(Path.of("/dev")));
        assertThatThrownBy(() -> devices.check(new Boot("/dev/zero", null, null)))
                .hasMessageContaining("not a regular file");
    }

    @Test
    void refusesALoopOfLinks() throws IOException {
        Path loop = allowed.resolve("loop");
        Files.createSymbolicLink(loop, loop);

        refuses(loop.toString(), "does not exist or can't be reached");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        refuses(Files.createFile(allowed.resolve("empty")).toString(), "1 byte to 1 GiB");
    }

    @Test
    void refusesWhatItCanNotRead() throws IOException {
        Files.setPosixFilePermissions(kernel, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(kernel)).as("root reads everything").isFalse();

        refuses(kernel.toString(), "can't be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "vmlinuz",
                "boot/vmlinuz",
                "../boot/vmlinuz",
                "/nowhere/vmlinuz",
                "/a\0b",
                "file:///boot/vmlinuz"
            })
    void refusesWhatIsNoAbsolutePathOfAFile(String path) {
        refuses(path, "");
    }

    @Test
    void refusesALongPathWithoutRepeatingIt() {
        assertThatThrownBy(() -> check("/" + "x".repeat(10_240)))
                .isInstanceOf(Failure.Invalid.class)
                .message()
                .hasSizeLessThan(400);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        assertThatThrownBy(() -> files.check(new Boot(kernel.toString(), "/nowhere", null)))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        e ->
                                assertThat(e.errors())
                                        .extracting(Failure.FieldError::field)
                                        .containsExactly("boot.initrd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\0b", "caf\u00e9", "\u001b[2J"})
    void refusesACommandLineThatIsNotPlainText(String cmdline) {
        assertThatThrownBy(() -> files.check(new Boot(kernel.toString(), null, cmdline)))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void limitsTheCommandLine() {
        assertThatCode(() -> files.check(new Boot(kernel.toString(), null, "x".repeat(2048))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> files.check(new Boot(kernel.toString(), null, "x".repeat(2049))))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void copiesBothToTheirFixedNamesAgainAndAgain() throws IOException {
        Path initrd = Files.writeString(allowed.resolve("initrd-6.1"), "initrd");
        VmFolder vm = new VmFolder(UUID.randomUUID(), Files.createDirectory(folder.resolve("vm")));
        Boot boot = new Boot(kernel.toString(), initrd.toString(), null);

        files.copy(boot, vm);
        Files.writeString(kernel, "a longer kernel");
        files.copy(boot, vm);

        assertThat(vm.kernel()).hasContent("a longer kernel");
        assertThat(vm.initrd()).hasContent("initrd");
        assertThat(vm.folder()).isDirectoryNotContaining("glob:**.partial");
    }

    private void check(String path) {
        files.check(new Boot(path, null, null));
    }

    private void refuses(@Nullable String path, String why) {
        assertThatThrownBy(() -> check(String.valueOf(path)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining(why);
    }
}
