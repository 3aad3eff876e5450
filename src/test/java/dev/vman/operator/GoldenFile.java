package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An argument list that was looked at and kept, one argument a line. After a wanted change, write
 * them anew with {@code ./mvnw test -Dtest=QemuCommandLineTest -Dgolden.update=true} and read the
 * difference.
 */
record GoldenFile(String name) {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    void assertMatches(List<String> arguments) throws IOException {
        Path file = FOLDER.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.write(file, arguments);
        }
        assertThat(arguments).isEqualTo(Files.readAllLines(file));
    }
}
