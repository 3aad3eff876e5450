package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngTest {
    @Test
    void isWholeAsItWasWritten() throws IOException {
        assertThat(Png.isWhole(picture(720, 400))).isTrue();
    }

    @Test
    void isNotWholeWhenCutExtendedOrChanged() throws IOException {
        byte[] whole = picture(4, 4);

        for (int length = 0; length < whole.length; length++) {
            assertThat(Png.isWhole(Arrays.copyOf(whole, length))).as("cut at " + length).isFalse();
        }
        assertThat(Png.isWhole(Arrays.copyOf(whole, whole.length + 1))).isFalse();
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            assertThat(Png.isWhole(changed)).as("changed at " + at).isFalse();
        }
    }

    @Test
    void isNoScreenWhenItIsTooLarge() throws IOException {
        assertThat(Png.isWhole(picture(8193, 1))).isFalse();
        assertThat(Png.isWhole(picture(1, 8193))).isFalse();
    }

    private static byte[] picture(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        assertThat(ImageIO.write(image, "png", bytes)).isTrue();
        return bytes.toByteArray();
    }
}
