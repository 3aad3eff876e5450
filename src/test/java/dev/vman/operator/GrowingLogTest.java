package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingLogTest {
    private static final int PLENTY = 1000;
    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameTheLog() {
        file = folder.resolve("console.log");
    }

    @Test
    void tellsTheEndAndThenWhatIsAdded() throws IOException {
        append("0123456789");
        GrowingLog log = GrowingLog.fromTail(file, 4);

        assertThat(next(log, PLENTY)).isEqualTo("6789");
        assertThat(next(log, PLENTY)).isEmpty();
        append("abc");

        assertThat(log.behind()).isEqualTo(3);
        assertThat(next(log, 2)).isEqualTo("ab");
        assertThat(next(log, 2)).isEqualTo("c");
        assertThat(log.behind()).isZero();
    }

    @Test
    void tellsWhatWasWrittenBeforeACutOnceAndInOrder() throws IOException {
        append("0123");
        GrowingLog log = new GrowingLog(file, 0, PLENTY);
        assertThat(next(log, PLENTY)).isEqualTo("0123");

        append("4567");
        cut();
        append("89");

        assertThat(log.behind()).isPositive();
        assertThat(next(log, 3)).isEqualTo("456");
        assertThat(log.behind()).isEqualTo(3);
        assertThat(next(log, 3)).isEqualTo("7");
        assertThat(next(log, 3)).isEqualTo("89");
        assertThat(next(log, 3)).isEmpty();
    }

    @Test
    void saysWhereSomethingIsMissing() throws IOException {
        append("0123456789");
        GrowingLog log = GrowingLog.fromTail(file, 0);

        Files.writeString(file, "new");

        assertThat(log.next(PLENTY).gap()).isTrue();
        assertThat(next(log, PLENTY)).isEqualTo("new");
    }

    @Test
    void waitsForALogThatIsNotThereYet() throws IOException {
        GrowingLog log = GrowingLog.fromTail(file, 4);

        assertThat(next(log, PLENTY)).isEmpty();
        append("first");

        assertThat(next(log, PLENTY)).isEqualTo("first");
    }

    @Test
    void readsThroughNoLink() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        GrowingLog log = GrowingLog.fromTail(file, 4);

        Files.createSymbolicLink(file, secret);

        assertThatThrownBy(() -> log.next(PLENTY)).isInstanceOf(IOException.class);
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void cut() throws IOException {
        assertThat(new CappedLog(file, 1, PLENTY).cut()).isTrue();
    }

    private static String next(GrowingLog log, int most) throws IOException {
        return StandardCharsets.UTF_8.decode(log.next(most).bytes()).toString();
    }
}
