package dev.vman.observer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a finding is about; what does not apply is null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Subject(
        String type,
        @Nullable UUID id,
        @Nullable String name,
        @Nullable Long pid,
        @Nullable String path) {
    static Subject row(String type, UUID id, String name) {
        return new Subject(type, id, name, null, null);
    }

    static Subject process(@Nullable UUID uuid, long pid) {
        return new Subject("process", uuid, null, pid, null);
    }

    static Subject file(Path path) {
        return new Subject("file", null, null, null, path.toString());
    }

    Subject at(Path file) {
        return new Subject(type, id, name, pid, file.toString());
    }
}
