package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Qcow2HeaderTest {
    private static final long MIB = 1 << 20;
    private final ByteBuffer header =
            ByteBuffer.allocate(512).putInt(0, 0x514649fb).putInt(4, 3).putLong(24, MIB);

    @Test
    void readsWhatAGuestSees() {
        assertThat(parsed().ofItsFormat()).isTrue();
        assertThat(parsed().sizeBytes()).isEqualTo(MIB);
        assertThat(parsed().refersTo()).isEmpty();
        assertThat(parsed().broken()).isEmpty();
    }

    @Test
    void knowsWhatIsNoQcow2() {
        header.putInt(0, 0x7f454c46);

        assertThat(parsed().ofItsFormat()).isFalse();
        assertThat(Qcow2Header.parse(new byte[0]).ofItsFormat()).isFalse();
        assertThat(Qcow2Header.parse(new byte[71]).ofItsFormat()).isFalse();
    }

    @Test
    void knowsNoOtherVersion() {
        header.putInt(4, 4);

        assertThat(parsed().ofItsFormat()).isFalse();
    }

    @Test
    void namesABackingFileWithoutWhatATerminalObeys() {
        byte[] name = "/etc/\u001bpasswd".getBytes(StandardCharsets.US_ASCII);
        header.putLong(8, 200).putInt(16, name.length).put(200, name);

        assertThat(parsed().refersTo()).contains("the backing file /etc/?passwd");
    }

    @Test
    void refusesABackingFilesNameOutsideOfTheHeader() {
        header.putLong(8, Long.MAX_VALUE).putInt(16, 10);
        assertThat(parsed().refersTo().orElseThrow()).contains("out of bounds");

        header.putLong(8, 500).putInt(16, 100);
        assertThat(parsed().refersTo().orElseThrow()).contains("out of bounds");

        header.putLong(8, -1).putInt(16, -1);
        assertThat(parsed().refersTo().orElseThrow()).contains("out of bounds");
    }

    @Test
    void seesAnExternalDataFile() {
        header.putLong(72, 1 << 2);

        assertThat(parsed().refersTo()).contains("an external data file");
    }

    @Test
    void ignoresFeaturesOfAVersionThatHasNone() {
        header.putInt(4, 2).putLong(72, -1);

        assertThat(parsed().refersTo()).isEmpty();
        assertThat(parsed().broken()).isEmpty();
    }

    @Test
    void seesWhatQemuMarkedCorruptOrWouldRefuse() {
        header.putLong(72, 1 << 1);
        assertThat(parsed().broken().orElseThrow()).contains("corrupt");

        header.putLong(72, 1L << 40);
        assertThat(parsed().broken().orElseThrow()).contains("features");

        header.putLong(72, 0).putInt(32, 2);
        assertThat(parsed().broken().orElseThrow()).contains("encrypted");
    }

    private ImageFacts parsed() {
        return Qcow2Header.parse(header.array());
    }
}
