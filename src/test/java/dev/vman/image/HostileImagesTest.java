package dev.vman.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus, against everything but {@code qemu-img}, which must never see one of them. */
class HostileImagesTest {
    @TempDir Path root;

    static List<HostileImage> all() {
        return HostileImages.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void areRefusedForWhatTheyAreAndLeaveNothing(HostileImage image) throws IOException {
        ImportLab lab = new ImportLab(root);
        Path canary = Files.writeString(root.toRealPath().resolve("canary"), "secret-4711");
        Path file = lab.file("image");
        image.maker().make(file, canary);

        assertThatThrownBy(() -> lab.run(lab.draft(image.kind(), file)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining(image.words())
                .hasMessageNotContaining("secret-4711");

        assertThat(lab.converted()).isEmpty();
        assertThat(lab.files()).isEmpty();
    }

    @Test
    void areManyAndToldApart() {
        assertThat(HostileImages.all()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(HostileImages.all())
                .extracting(HostileImage::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("CVE-\\d{4}-\\d{4,7} .+"));
    }
}
