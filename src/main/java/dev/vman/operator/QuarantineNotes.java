package dev.vman.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.vman.host.DurableFiles;
import dev.vman.host.FolderListing;
import dev.vman.host.Presence;
import dev.vman.host.UntrustedFiles;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.StorageNames;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The notes in the quarantine folder: each is whole or not there. */
@Singleton
public final class QuarantineNotes {
    private static final String SUFFIX = ".json";
    private static final int LARGEST = 64 << 10;
    private final StorageLayout layout;
    private final ObjectMapper json;

    QuarantineNotes(StorageLayout layout, ObjectMapper json) {
        this.layout = layout;
        this.json = json;
    }

    /** Durable before it returns. Idempotent. */
    public void write(QuarantineNote note) {
        try {
            byte[] bytes = json.writerWithDefaultPrettyPrinter().writeValueAsBytes(note);
            DurableFiles.write(
                    file(note.finding()), bytes, PosixFilePermissions.fromString("rw-------"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a note can't be written as JSON", e);
        } catch (IOException e) {
            throw StorageFailure.of("write the note of " + note.finding(), e);
        }
    }

    /** Unknown when it can't be read, or is no note of this finding that this version knows. */
    public Presence<QuarantineNote> read(UUID finding) {
        Path file = file(finding);
        try {
            QuarantineNote note = parse(UntrustedFiles.readAll(file, LARGEST));
            return isNoteOf(finding, note)
                    ? new Presence.Present<>(note)
                    : new Presence.Unknown<>(file + " is no note that this version knows");
        } catch (NoSuchFileException e) {
            return new Presence.Absent<>();
        } catch (IOException e) {
            return new Presence.Unknown<>(file + " can't be read: " + e.getMessage());
        }
    }

    private QuarantineNote parse(byte[] bytes) throws IOException {
        ObjectReader reader =
                json.readerFor(QuarantineNote.class)
                        .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .with(
                                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        // JSON's null is read as Java's.
        return Optional.ofNullable(reader.<QuarantineNote>readValue(bytes))
                .orElseThrow(() -> new IOException("it holds nothing"));
    }

    /** JSON may leave anything out, whatever the record's types say. */
    private static boolean isNoteOf(UUID finding, QuarantineNote note) {
        return note.schema() == QuarantineNote.SCHEMA
                && finding.equals(note.finding())
                && Optional.ofNullable(note.path()).isPresent()
                && Optional.ofNullable(note.when()).isPresent();
    }

    /** Idempotent. */
    public void remove(UUID finding) {
        try {
            Files.deleteIfExists(file(finding));
            DurableFiles.fsyncDirectory(layout.quarantine());
        } catch (IOException e) {
            throw StorageFailure.of("remove the note of " + finding, e);
        }
    }

    /** The findings that have a note, readable or not; none when the folder can't be listed. */
    public List<UUID> findings() {
        Set<String> names =
                FolderListing.of(layout.quarantine(), _ -> false)
                        .found()
                        .map(Map::keySet)
                        .orElse(Set.of());
        return names.stream().flatMap(name -> finding(name).stream()).toList();
    }

    private static Optional<UUID> finding(String name) {
        return StorageNames.id(name).filter(id -> name.equals(id + SUFFIX));
    }

    private Path file(UUID finding) {
        return layout.quarantine().resolve(finding + SUFFIX);
    }
}
