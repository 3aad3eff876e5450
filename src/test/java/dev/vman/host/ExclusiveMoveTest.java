package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExclusiveMoveTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void movesALinkAndNotWhatItPointsTo() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("link"), precious);

        ExclusiveMove.move(link, folder.resolve("moved"));

        assertThat(folder.resolve("moved")).isSymbolicLink();
        assertThat(precious).isRegularFile().hasContent("x");
    }

    @Test
    void replacesNothing() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "1");
        Path other = Files.writeString(folder.resolve("other"), "2");

        assertThatThrownBy(() -> ExclusiveMove.move(one, other))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(one).hasContent("1");
        assertThat(other).hasContent("2");
    }

    @Test
    void saysThatThereIsNothing() {
        assertThatThrownBy(() -> ExclusiveMove.move(folder.resolve("none"), folder.resolve("to")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void copiesNothingToAnotherFileSystem() throws IOException {
        Path other = Path.of("/dev/shm");
        assumeThat(other).isDirectory();
        assumeThat(Files.getFileStore(other)).isNotEqualTo(Files.getFileStore(folder));
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path target = other.resolve("vman-" + System.nanoTime());

        assertThatThrownBy(() -> ExclusiveMove.move(file, target))
                .isInstanceOf(AtomicMoveNotSupportedException.class);
        assertThat(file).exists();
        assertThat(target).doesNotExist();
    }
}
