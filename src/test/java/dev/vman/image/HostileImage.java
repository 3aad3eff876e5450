package dev.vman.image;

import dev.vman.inventory.ImageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that must never become an image.
 *
 * @param name with the CVE that it recalls
 * @param words what the refusal says, so that it is refused for what is wrong with it
 */
public record HostileImage(String name, ImageKind kind, String words, Maker maker) {
    /** Puts it there. */
    public interface Maker {
        /**
         * Puts it there.
         *
         * @param file the path that will be imported
         * @param canary a secret file that it tries to get at
         */
        void make(Path file, Path canary) throws IOException;
    }

    interface Content {
        byte[] of(Path canary);
    }

    static HostileImage disk(String name, String words, Content content) {
        return new HostileImage(
                name,
                ImageKind.DISK,
                words,
                (file, canary) -> Files.write(file, content.of(canary)));
    }

    static HostileImage iso(String name, String words, Content content) {
        return new HostileImage(
                name,
                ImageKind.ISO,
                words,
                (file, canary) -> Files.write(file, content.of(canary)));
    }

    @Override
    public String toString() {
        return name;
    }
}
