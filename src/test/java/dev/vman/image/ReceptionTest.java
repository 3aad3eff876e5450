package dev.vman.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.Failure;
import dev.vman.inventory.ImageKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client waits for its upload no longer than anybody will take it in. */
@Timeout(30)
class ReceptionTest {
    private final Failure.Conflict why = new Failure.Conflict("why", "It is so.", null);
    private final UUID id = UUID.randomUUID();
    @TempDir Path root;
    private ImportLab lab;
    private ImageImport imports;

    @BeforeEach
    void makeLab() throws IOException {
        lab = new ImportLab(root);
        imports = lab.imports();
    }

    @Test
    void endsWhereTheImportCanNotBegin() throws IOException {
        Path _ = Files.createFile(lab.layout().imageWork(id));
        try (Reception reception = imports.expect(id, content(), 0)) {
            assertThatExceptionOfType(Failure.HostFailure.class)
                    .isThrownBy(() -> imports.fetch(draft(), ImportWatch.NOBODY));

            assertThatExceptionOfType(Failure.HostFailure.class)
                    .isThrownBy(reception::await)
                    .withMessageContaining("Could not read upload");
        }
    }

    @Test
    void endsWhereTheImportHasEnded() {
        try (Reception reception = imports.expect(id, content(), 0)) {
            imports.refuse(id, why);

            assertThatExceptionOfType(Failure.Conflict.class)
                    .isThrownBy(reception::await)
                    .isSameAs(why);
        }
    }

    @Test
    void hearsNothingOfWhatEndsAfterAllWasTakenIn() {
        try (Reception reception = imports.expect(id, content(), 0)) {
            imports.fetch(draft(), ImportWatch.NOBODY);

            imports.refuse(id, why);

            reception.await();
            assertThat(lab.layout().imageWork(id).resolve("source")).hasSize(1);
        }
    }

    @Test
    void hearsNothingOfOtherImports() {
        try (Reception reception = imports.expect(id, content(), 0)) {
            imports.refuse(UUID.randomUUID(), why);
            imports.fetch(draft(), ImportWatch.NOBODY);

            reception.await();
        }
    }

    private static InputStream content() {
        return new ByteArrayInputStream(new byte[1]);
    }

    private ImageDraft draft() {
        return new ImageDraft(
                id,
                "an-image",
                ImageKind.DISK,
                new ImageSource.Upload(),
                Optional.empty(),
                Instant.EPOCH);
    }
}
