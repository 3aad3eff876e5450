package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathRightsTest {
    @TempDir Path root;
    private Path folder;
    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        folder = Files.createDirectory(root.toRealPath().resolve("folder"));
        file = Files.createFile(folder.resolve("file"));
        set(folder, "rwxr-xr-x");
        set(file, "rw-r--r--");
    }

    @Test
    void whatOthersMayNotWriteIsOurs() throws IOException {
        assertThat(PathRights.onlyOursToChange(file)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-"})
    void whatOthersMayWriteIsNot(String mode) throws IOException {
        set(file, mode);

        assertThat(PathRights.onlyOursToChange(file)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx"})
    void whatOthersMayReplaceIsNot(String mode) throws IOException {
        set(folder, mode);

        assertThat(PathRights.onlyOursToChange(file)).isFalse();
    }

    @Test
    void aFolderThatIsClosedAboveKeepsReadersOut() throws IOException {
        set(folder, "rwx------");

        assertThat(PathRights.readableByAnybody(file)).isFalse();
    }

    @Test
    void aFileThatIsClosedKeepsReadersOut() throws IOException {
        set(root, "rwx--x--x");
        set(file, "rw-r-----");

        assertThat(PathRights.readableByAnybody(file)).isFalse();
    }

    @Test
    void anOpenPathLetsEverybodyRead() throws IOException {
        set(root, "rwx--x--x");

        assertThat(PathRights.readableByAnybody(file)).isTrue();
    }

    private static void set(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
