package dev.vman.image;

import dev.vman.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Opens what a user named, as far as that is allowed. */
final class Sources {
    private final ImportFolders folders;
    private final ImageLimits limits;

    Sources(ImportFolders folders, ImageLimits limits) {
        this.folders = folders;
        this.limits = limits;
    }

    /** Throws {@link Failure.Invalid} unless it may be read from. */
    void check(ImageSource source) {
        switch (source) {
            case ImageSource.LocalFile(String path) -> folders.check(path);
            case ImageSource.Url _ ->
                    throw Failure.Invalid.unsupported("source.url", "is not built yet");
            case ImageSource.Upload _ -> {}
        }
    }

    /** Throws {@link Failure}. */
    void copy(
            ImageSource source,
            Path to,
            Optional<String> sha256,
            LongConsumer room,
            ImportWatch watch)
            throws IOException {
        switch (source) {
            case ImageSource.LocalFile(String path) ->
                    folders.copy(path, to, sha256, limits, room, watch);
            case ImageSource.Url _ -> check(source);
            case ImageSource.Upload _ -> throw new IllegalArgumentException("received already");
        }
    }
}
