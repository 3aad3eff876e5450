package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmptyImagesTest {
    private final EmptyImages images = new EmptyImages();

    @TempDir Path folder;

    @Test
    void knowsWhatTheSameArgumentsMade() throws IOException {
        EmptyImage overlay = image(1, Optional.of(folder.resolve("a")));

        images.keep(overlay, file("an overlay of a"));

        assertThat(images.known(image(1, Optional.of(folder.resolve("a")))))
                .hasValueSatisfying(
                        known -> assertThat(known).asString().isEqualTo("an overlay of a"));
        assertThat(images.known(image(1, Optional.of(folder.resolve("b"))))).isEmpty();
        assertThat(images.known(image(2, Optional.of(folder.resolve("a"))))).isEmpty();
        assertThat(images.known(image(1, Optional.empty()))).isEmpty();
    }

    @Test
    void keepsNoRawAndNoLargeImage() throws IOException {
        EmptyImage raw = new EmptyImage(DiskFormat.RAW, sectors(1), Optional.empty());
        EmptyImage large = image(1, Optional.empty());

        images.keep(raw, file("nothing"));
        images.keep(large, file("x".repeat(300_000)));

        assertThat(images.known(raw)).isEmpty();
        assertThat(images.known(large)).isEmpty();
    }

    @Test
    void forgetsTheOneThatWasNotAskedForLongest() throws IOException {
        for (int size = 1; size <= 32; size++) {
            images.keep(image(size, Optional.empty()), file("x"));
        }
        assertThat(images.known(image(1, Optional.empty()))).isPresent();

        images.keep(image(33, Optional.empty()), file("x"));

        assertThat(images.known(image(1, Optional.empty()))).isPresent();
        assertThat(images.known(image(2, Optional.empty()))).isEmpty();
    }

    private static EmptyImage image(int size, Optional<Path> backing) {
        return new EmptyImage(DiskFormat.QCOW2, sectors(size), backing);
    }

    private static ByteSize sectors(int count) {
        return new ByteSize((long) count * ByteSize.SECTOR);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("made"), content);
    }
}
