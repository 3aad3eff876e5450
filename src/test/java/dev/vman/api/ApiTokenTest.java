package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.StorageLayout;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTokenTest {
    private final Path folder;

    ApiTokenTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void makesALongTokenThatOnlyItsOwnerReads() throws IOException {
        ApiToken token = load(Optional.empty());

        Path file = folder.resolve("token");
        String text = Files.readString(file).strip();
        assertThat(text).matches("[A-Za-z0-9_-]{43}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(token.matches(text)).isTrue();
        assertThat(token.matches(text + "x")).isFalse();
    }

    @Test
    void keepsTheTokenOverRestarts() throws IOException {
        ApiToken first = load(Optional.empty());
        String text = Files.readString(folder.resolve("token")).strip();

        ApiToken second = load(Optional.empty());

        assertThat(first.matches(text)).isTrue();
        assertThat(second.matches(text)).isTrue();
    }

    @Test
    void makesAnotherWhereTheFileIsEmpty() throws IOException {
        Files.writeString(folder.resolve("token"), "\n");

        ApiToken token = load(Optional.empty());

        assertThat(token.matches("")).isFalse();
        assertThat(Files.readString(folder.resolve("token"))).hasSizeGreaterThan(40);
    }

    @Test
    void closesTokenFilesThatOthersCouldRead() throws IOException {
        Path file = folder.resolve("token");
        Files.writeString(file, "known\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        load(Optional.empty());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void writesNothingWhereTheTokenIsConfigured() throws IOException {
        ApiToken token = load(Optional.of("configured"));

        assertThat(token.matches("configured")).isTrue();
        assertThat(folder.resolve("token")).doesNotExist();
    }

    @Test
    void matchesNothingBeforeItIsLoaded() {
        assertThat(new ApiToken(config(Optional.empty()), new StorageLayout(folder)).matches(""))
                .isFalse();
    }

    private ApiToken load(Optional<String> configured) throws IOException {
        ApiToken token = new ApiToken(config(configured), new StorageLayout(folder));
        token.load(new StartupEvent());
        return token;
    }

    private static ApiConfig config(Optional<String> token) {
        return new ApiConfig() {
            @Override
            public Optional<String> token() {
                return token;
            }

            @Override
            public Optional<List<String>> allowedHosts() {
                return Optional.empty();
            }
        };
    }
}
