package dev.vman.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import dev.vman.host.DurableFiles;
import dev.vman.host.UntrustedFiles;
import dev.vman.inventory.StorageLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** The notes beside READY images. */
record ImageNotes(StorageLayout layout, ObjectMapper json) {
    private static final int MOST_BYTES = 64 << 10;

    /** Throws {@link Failure} where nothing sound is noted. */
    ImageNote read(UUID id) {
        Path file = layout.imageNote(id);
        try {
            ImageNote note =
                    json.readValue(UntrustedFiles.readAll(file, MOST_BYTES), ImageNote.class);
            if (note.schema() == ImageNote.SCHEMA && id.equals(note.id())) {
                return note;
            }
        } catch (IOException e) {
            throw ImageFailure.of("read " + file, e);
        }
        throw ImageFailure.refused(file + " is the note of something else");
    }

    /** Durably. */
    void write(ImageNote note) throws IOException {
        DurableFiles.write(
                layout.imageNote(note.id()),
                json.writeValueAsBytes(note),
                PosixFilePermissions.fromString("rw-------"));
    }
}
