package dev.vman.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static final int LIMIT = 40_000;

    @Test
    void cutsLinesAndSkipsBlankOnes() throws IOException {
        LineReader lines = reading("one\r\n\r\n \ntwo\n");

        assertThat(lines.readLine().strip()).isEqualTo("one");
        assertThat(lines.readLine()).isEqualTo("two");
        assertThatExceptionOfType(EOFException.class).isThrownBy(lines::readLine);
    }

    @Test
    void acceptsALineOfExactlyTheLimitAndNoneLonger() throws IOException {
        LineReader lines = reading("x".repeat(LIMIT) + "\n" + "y".repeat(LIMIT + 1) + "\n");

        assertThat(lines.readLine()).hasSize(LIMIT);
        assertThatExceptionOfType(QmpProtocolViolation.class).isThrownBy(lines::readLine);
    }

    @Test
    void losesHalfALineAtTheEnd() {
        LineReader lines = reading("{\"return\"");

        assertThatExceptionOfType(EOFException.class).isThrownBy(lines::readLine);
    }

    @Test
    void putsALineTogetherFromSingleBytes() throws IOException {
        InputStream drops =
                new ByteArrayInputStream("\u00e4\u20ac\nb\n".getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public synchronized int read(byte[] target, int offset, int length) {
                        return super.read(target, offset, Math.min(length, 1));
                    }

                    @Override
                    public synchronized int available() {
                        return 0;
                    }
                };
        LineReader lines = new LineReader(Channels.newChannel(drops), LIMIT);

        assertThat(lines.readLine()).isEqualTo("\u00e4\u20ac");
        assertThat(lines.readLine()).isEqualTo("b");
    }

    private static LineReader reading(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new LineReader(Channels.newChannel(new ByteArrayInputStream(bytes)), LIMIT);
    }
}
