package dev.vman.image;

import dev.vman.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Opens what a user named, as far as that is allowed. */
final class Sources {
    private final ImportFolders folders;
    private final WebFetch web;
    private final ImageLimits limits;

    Sources(ImportFolders folders, WebFetch web, ImageLimits limits) {
        this.folders = folders;
        this.web = web;
        this.limits = limits;
    }

    /** Throws {@link Failure.Invalid} unless it may be read from. */
    void check(ImageSource source) {
        switch (source) {
            case ImageSource.LocalFile(String path) -> folders.check(path);
            case ImageSource.Url(String url) -> web.check(url);
            case ImageSource.Upload _ -> {}
        }
    }

    /** Where the source lies and may stay; empty where it has to be copied. */
    Optional<Path> fixed(ImageSource source) {
        return source instanceof ImageSource.LocalFile(String path)
                ? folders.fixed(path, limits.mostBytes())
                : Optional.empty();
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
            case ImageSource.Url(String url) -> web.copy(url, to, sha256, limits, room, watch);
            case ImageSource.Upload _ ->
                    throw new IllegalArgumentException("no source that we could open");
        }
    }
}
