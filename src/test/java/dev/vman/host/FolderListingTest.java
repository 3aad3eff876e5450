package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.FolderListing.Entry;
import dev.vman.host.FolderListing.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderListingTest {
    @TempDir Path folder;

    @Test
    void tellsWhatEachEntryIsAndFollowsNoLink() throws IOException {
        Path file = Files.writeString(folder.resolve("file ä"), "12345");
        Files.createDirectory(folder.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("link"), file);

        assertThat(list())
                .containsOnly(
                        Map.entry("file ä", new Entry(Kind.FILE, 0)),
                        Map.entry("folder", new Entry(Kind.FOLDER, 0)),
                        Map.entry("link", new Entry(Kind.LINK, 0)));
    }

    @Test
    void readsSizesOnlyWhereTheyAreWanted() throws IOException {
        Files.writeString(folder.resolve("wanted"), "12345");
        Files.writeString(folder.resolve("other"), "12345");

        Map<String, Entry> found =
                FolderListing.of(folder, name -> name.equals("wanted")).found().orElseThrow();

        assertThat(found)
                .containsEntry("wanted", new Entry(Kind.FILE, 5))
                .containsEntry("other", new Entry(Kind.FILE, 0));
    }

    @Test
    void listsMoreThanOneBufferHolds() throws IOException {
        String longName = "x".repeat(200);
        for (int number = 0; number < 1000; number++) {
            Files.createFile(folder.resolve(longName + number));
        }

        assertThat(list()).hasSize(1000).containsKey(longName + 0).containsKey(longName + 999);
    }

    @Test
    void canNotTellWhatIsInAFolderThatIsNotThere() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(FolderListing.of(folder.resolve("gone"), _ -> false))
                .isInstanceOf(Presence.Unknown.class);
        assertThat(FolderListing.of(file, _ -> false)).isInstanceOf(Presence.Unknown.class);
    }

    private Map<String, Entry> list() {
        return FolderListing.of(folder, _ -> false).found().orElseThrow();
    }
}
