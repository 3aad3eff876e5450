package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.Failure;
import dev.vman.image.ImageImport;
import dev.vman.image.ImageSource;
import dev.vman.image.Reception;
import dev.vman.inventory.ImageKind;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
class ImportImageTest {
    @Inject ImportImage importing;
    @Inject ImageImport imports;

    @Test
    void letsItsClientGoWhereItEndsBeforeItTakesTheUploadIn() {
        UUID id = UUID.randomUUID();
        try (Reception reception = imports.expect(id, InputStream.nullInputStream(), 0)) {
            importing.make(upload(id)).ended();

            assertThatExceptionOfType(Failure.Conflict.class)
                    .isThrownBy(reception::await)
                    .satisfies(why -> assertThat(why.code()).isEqualTo("upload-lost"));
        }
    }

    private static ImportImage.Payload upload(UUID id) {
        return new ImportImage.Payload(
                id, Lab.freshName(), ImageKind.DISK, new ImageSource.Upload(), null, Instant.EPOCH);
    }
}
