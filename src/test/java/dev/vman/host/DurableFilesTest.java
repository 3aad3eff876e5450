package dev.vman.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {

    private static final Set<PosixFilePermission> SHARED =
            PosixFilePermissions.fromString("rw-rw-r--");

    @TempDir private Path folder = Path.of("");

    @Test
    void writesWithTheModeAndLeavesNoPartial() throws IOException {
        Path target = folder.resolve("manifest.json");

        DurableFiles.write(target, "{}".getBytes(UTF_8), SHARED);

        assertThat(target).hasContent("{}");
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(SHARED);
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void replacesTheOldContentDespiteALeftoverPartial() throws IOException {
        Path target = Files.writeString(folder.resolve("manifest.json"), "old and longer");
        Files.writeString(DurableFiles.partialOf(target), "half of something");

        DurableFiles.write(target, "new".getBytes(UTF_8), SHARED);

        assertThat(target).hasContent("new");
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void writesWhatNeedsNotLastInTheSameWay() throws IOException {
        Path target = Files.writeString(folder.resolve("launch.json"), "old and longer");
        Files.writeString(DurableFiles.partialOf(target), "half of something");

        DurableFiles.writeVolatile(target, "new".getBytes(UTF_8), SHARED);

        assertThat(target).hasContent("new");
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(SHARED);
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void keepsTheTargetAndCleansUpWhenItFails() throws IOException {
        Path target = folder.resolve("manifest.json");
        Files.createDirectories(target.resolve("full"));

        assertThatThrownBy(() -> DurableFiles.write(target, "x".getBytes(UTF_8), SHARED))
                .isInstanceOf(IOException.class);

        assertThat(target).isDirectory();
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void publishesAPartialUnderItsName() throws IOException {
        Path target = folder.resolve("disk.qcow2");
        Path partial = Files.writeString(folder.resolve("disk.partial"), "x");

        DurableFiles.publish(partial, target);

        assertThat(target).hasContent("x");
        assertThat(partial).doesNotExist();
    }
}
