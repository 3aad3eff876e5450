package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartMarkTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String MARK = "--- start 2026-01-01T00:00:00Z ---\n";

    @TempDir Path folder;

    @Test
    void beginsALogThatIsNotThereYet() throws Exception {
        Path log = folder.resolve("console.log");

        StartMark.append(log, START, OptionalInt.empty());

        assertThat(log).hasContent(MARK);
        assertThat(Files.getPosixFilePermissions(log)).hasSize(2);
    }

    @Test
    void goesOnALineOfItsOwn() throws Exception {
        Path log = Files.writeString(folder.resolve("console.log"), "login: ");

        StartMark.append(log, START, OptionalInt.empty());
        StartMark.append(log, START, OptionalInt.empty());

        assertThat(Files.readString(log)).isEqualTo("login: \n" + MARK + MARK);
    }

    @Test
    void writesNothingThroughALink() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "");
        Path log = Files.createSymbolicLink(folder.resolve("console.log"), victim);

        assertThatIOException().isThrownBy(() -> StartMark.append(log, START, OptionalInt.empty()));

        assertThat(victim).isEmptyFile();
    }

    @Test
    void createsNothingThroughALinkToNowhere() throws Exception {
        Path nowhere = folder.resolve("nowhere");
        Path log = Files.createSymbolicLink(folder.resolve("console.log"), nowhere);

        assertThatIOException().isThrownBy(() -> StartMark.append(log, START, OptionalInt.empty()));

        assertThat(nowhere).doesNotExist();
    }
}
