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
