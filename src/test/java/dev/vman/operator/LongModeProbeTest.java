package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongModeProbeTest {
    private final byte[] image = LongModeProbe.image();

    @Test
    void fillsOneSegment() {
        assertThat(image).hasSize(64 * 1024);
    }

    @Test
    void jumpsFromTheResetVectorToItsStart() {
        assertThat(Arrays.copyOfRange(image, 0xfff0, 0xfff5))
                .isEqualTo(new byte[] {(byte) 0xEA, 0, 0, 0, (byte) 0xF0});
    }

    @ParameterizedTest
    @CsvSource({
        "0x0b1, 0x200",
        "0x211, 0x230",
        "0x236, 0x240",
        "0x258, 0x260",
        "0x26a, 0x270",
        "0x27f, 0x400",
        "0x51d, 0x8e0",
        "0x8f0, 0xa00",
        "0xa10, 0xfff0",
    })
    void keepsCodeAndTablesApart(String end, String next) {
        int from = Integer.decode(end);
        int to = Integer.decode(next);

        assertThat(Arrays.copyOfRange(image, from, to)).containsOnly(0);
        assertThat(Arrays.copyOfRange(image, to, to + 16)).isNotEqualTo(new byte[16]);
    }

    @Test
    void knowsWhatItsWorkComesTo() {
        int result = 0;
        for (int i = 0x800000; i > 0; i--) {
            result = result * 0x19660D + i;
        }

        assertThat(result).isEqualTo(0xF0400000);
    }

    @Test
    void readsAListingWithoutItsComments() {
        assertThat(LongModeProbe.bytes("0F A2 ; cpuid FF\nF4    ; hlt\n"))
                .isEqualTo(new byte[] {0x0F, (byte) 0xA2, (byte) 0xF4});
    }
}
