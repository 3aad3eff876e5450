package dev.vman.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text that was looked at and kept. After a wanted change, write them anew with {@code ./mvnw
 * test -Dtest='dev.vman.network.*Test' -Dgolden.update=true} and read the difference.
 */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden/network");

    private Golden() {}

    static void assertMatches(String name, String text) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
