package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

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

    @Test
    void keepsCodeAndTablesApart() {
        assertThat(Arrays.copyOfRange(image, 0x71, 0x80)).containsOnly(0);
        assertThat(Arrays.copyOfRange(image, 0x97, 0xa8)).containsOnly(0);
        assertThat(image[0x70]).as("end of the far jump").isZero();
        assertThat(image[0x80]).as("start of the 64-bit code").isEqualTo((byte) 0x48);
    }
}
