package dev.vman.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UntrustedFilesTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void readsTheEndOfAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("log"), "0123456789");

        assertThat(UntrustedFiles.readTail(file, 4)).isEqualTo("6789".getBytes(UTF_8));
        assertThat(UntrustedFiles.readTail(file, 100)).isEqualTo("0123456789".getBytes(UTF_8));
    }

    @Test
    void truncatesAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("log"), "0123456789");

        try (FileChannel channel = UntrustedFiles.openRegular(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }

        assertThat(file).isEmptyFile();
    }

    @Test
    void refusesALinkEvenToARegularFile() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("log"), file);
        Path dangling = Files.createSymbolicLink(folder.resolve("lost"), folder.resolve("none"));

        assertRefused(link);
        assertRefused(dangling);
    }

    @Test
    void refusesAFifoWithoutWaitingForAWriter() throws Exception {
        Path fifo = folder.resolve("log");
        try (Child mkfifo = Child.of("mkfifo", fifo.toString())) {
            mkfifo.awaitEnd();
        }

        assertRefused(fifo);
    }

    @Test
    void refusesFoldersAndDevices() {
        assertRefused(folder);
        assertRefused(Path.of("/dev/zero"));
    }

    @Test
    void doesNotWriteToAFileWithASecondName() throws IOException {
        Path file = Files.writeString(folder.resolve("disk"), "x");
        Path link = Files.createLink(folder.resolve("log"), file);

        assertThatThrownBy(() -> UntrustedFiles.openRegular(link, StandardOpenOption.WRITE))
                .hasMessageContaining("more than one name");
        assertThat(UntrustedFiles.readTail(link, 10)).hasSize(1);
    }

    @Test
    void saysThatAFileIsNotThere() {
        assertThatThrownBy(() -> UntrustedFiles.readTail(folder.resolve("none"), 10))
                .isInstanceOf(NoSuchFileException.class);
    }

    private static void assertRefused(Path file) {
        assertThatThrownBy(() -> UntrustedFiles.readTail(file, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a regular file");
    }
}
