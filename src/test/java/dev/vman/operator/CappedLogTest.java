package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CappedLogTest {
    @TempDir Path folder;

    @Test
    void movesTheEndAsideAndLetsTheWriterGoOn() throws Exception {
        Path file = folder.resolve("console.log");
        try (OutputStream writer =
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write("0123456789".getBytes(StandardCharsets.UTF_8));

            assertThat(new CappedLog(file, 8, 4).cut()).isTrue();
            writer.write("new".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(folder.resolve("console.log.1")).hasContent("6789");
        assertThat(file).hasContent("new");
    }

    @Test
    void showsItsLastBytesAlsoJustAfterACut() throws Exception {
        CappedLog log = new CappedLog(folder.resolve("console.log"), 8, 6);
        Files.writeString(log.file(), "0123456789");
        assertThat(log.tail(5)).asString().isEqualTo("56789");

        assertThat(log.cut()).isTrue();

        assertThat(log.tail(5)).asString().isEqualTo("56789");
        Files.writeString(log.file(), "ab", StandardOpenOption.APPEND);
        assertThat(log.tail(5)).asString().isEqualTo("789ab");
        assertThat(log.tail(100)).asString().isEqualTo("456789ab");
    }

    @Test
    void showsNothingOfWhatLiesInThePlaceOfThePartBefore() throws Exception {
        CappedLog log = new CappedLog(Files.writeString(folder.resolve("console.log"), "ab"), 8, 6);
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("console.log.1"), secret);

        assertThat(log.tail(5)).asString().isEqualTo("ab");
    }

    @Test
    void leavesASmallLogAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("console.log"), "0123");

        assertThat(new CappedLog(file, 8, 4).cut()).isFalse();
        assertThat(new CappedLog(folder.resolve("none"), 8, 4).cut()).isFalse();

        assertThat(file).hasContent("0123");
    }

    @Test
    void neitherTruncatesNorWritesThroughALink() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "0123456789");
        Path log = Files.createSymbolicLink(folder.resolve("qemu.log"), victim);
        Path file = Files.writeString(folder.resolve("console.log"), "0123456789");
        Files.createSymbolicLink(folder.resolve("console.log.1"), victim);

        assertThat(new CappedLog(log, 8, 4).cut()).isFalse();
        assertThat(new CappedLog(file, 8, 4).cut()).isTrue();

        assertThat(victim).hasContent("0123456789");
        assertThat(folder.resolve("console.log.1")).isRegularFile();
    }

    @Test
    void isNotHinderedByAFolderInTheWay() throws Exception {
        Path file = Files.writeString(folder.resolve("console.log"), "0123456789");
        Path inTheWay = Files.createDirectory(folder.resolve("console.log.1"));
        Files.writeString(inTheWay.resolve("full"), "x");

        assertThat(new CappedLog(file, 8, 4).cut()).isTrue();

        assertThat(file).isEmptyFile();
        assertThat(inTheWay).hasContent("6789");
    }

    @Test
    void refusesAFileThatHasAnotherName() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "0123456789");
        Path log = Files.createLink(folder.resolve("qemu.log"), victim);

        assertThatIOException().isThrownBy(() -> new CappedLog(log, 8, 4).cut());

        assertThat(victim).hasContent("0123456789");
    }
}
