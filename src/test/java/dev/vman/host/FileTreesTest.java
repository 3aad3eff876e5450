package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreesTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void removesLinksButNotWhatTheyPointTo() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path precious = Files.writeString(outside.resolve("precious"), "x");
        Path tree = folder.resolve("vm/run");
        Files.createDirectories(tree.resolve("deep"));
        Files.writeString(tree.resolve("deep/log"), "x");
        Files.createSymbolicLink(tree.resolve("folder-link"), outside);
        Files.createSymbolicLink(tree.resolve("file-link"), precious);
        Files.createSymbolicLink(tree.resolve("dangling"), folder.resolve("none"));

        FileTrees.deleteTree(folder.resolve("vm"));

        assertThat(folder.resolve("vm")).doesNotExist();
        assertThat(precious).hasContent("x");
    }

    @Test
    void removesARootThatIsALinkOnly() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("run"), outside);

        FileTrees.deleteTree(link);

        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(outside.resolve("precious")).exists();
    }

    @Test
    void isContentWhenNothingIsThere() throws IOException {
        FileTrees.deleteTree(folder.resolve("none"));
        FileTrees.deleteTree(folder.resolve("none/deeper"));

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void givesALinkAwayWithoutItsTarget() throws IOException {
        assumeThat(LibC.effectiveUid()).as("only root can give files away").isZero();
        Path file = Files.createFile(folder.resolve("file"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        FileTrees.chown(link, 70001, 70002);

        assertThat(FileTrees.ownerOf(link)).isEqualTo(70001);
        assertThat(FileTrees.ownerOf(file)).isZero();
    }

    @Test
    void changesTheModeOfAFileButNotThroughALink() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        FileTrees.chmod(file, PosixFilePermissions.fromString("r--r-----"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--r-----");
        assertThatThrownBy(
                        () -> FileTrees.chmod(link, PosixFilePermissions.fromString("rwxrwxrwx")))
                .isInstanceOf(IOException.class);
    }
}
