package dev.vman.image;

import dev.vman.Failure;
import dev.vman.host.PathRights;
import dev.vman.host.SparseFile;
import dev.vman.host.UntrustedFiles;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The folders of the host that images may be imported from. Others may write there: what is opened
 * is a regular file with one name, that really lies there, and it is copied before it is looked at,
 * unless it is fixed.
 */
final class ImportFolders {
    private static final String FIELD = "source.path";
    private final List<Path> folders;

    ImportFolders(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** Throws {@link Failure.Invalid} unless the file may be imported. */
    void check(String path) {
        try (SparseFile _ = open(path)) {
            // what is there when it is copied is asked again
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /**
     * Where a file lies that need not be copied, because nobody can change it between a look at it
     * and its use, and whoever converts it may read it; empty for every other one.
     *
     * @throws Failure.Invalid it may not be imported any more
     */
    Optional<Path> fixed(String path, long mostBytes) {
        try (SparseFile file = open(path)) {
            Path place = Path.of(path).toRealPath();
            boolean fixed =
                    PathRights.onlyOursToChange(place) && PathRights.readableByAnybody(place);
            if (fixed && file.channel().size() > mostBytes) {
                throw ImageFailure.tooLarge(mostBytes);
            }
            return fixed ? Optional.of(place) : Optional.empty();
        } catch (IOException e) {
            throw refused(e);
        }
    }

    void copy(
            String path,
            Path to,
            Optional<String> sha256,
            ImageLimits limits,
            LongConsumer room,
            ImportWatch watch)
            throws IOException {
        try (SparseFile file = open(path)) {
            Pace pace =
                    Pace.of(
                            limits.mostBytes(),
                            file.channel().size(),
                            0,
                            limits.fetchDeadline(),
                            room,
                            watch);
            if (sha256.isPresent()) {
                Transfer.write(Channels.newInputStream(file.channel()), to, sha256, pace);
            } else {
                Transfer.copy(file, to, pace);
            }
        }
    }

    private SparseFile open(String text) throws IOException {
        Path file = absolute(text);
        for (Path folder : folders) {
            Optional<Path> below = below(folder, file);
            if (below.isPresent()) {
                return UntrustedFiles.openBelow(realPath(folder), below.get());
            }
        }
        throw Failure.Invalid.field(
                FIELD, "is outside of the folders that images may come from: " + folders);
    }

    /** The same file, below the folder without links; empty where it is not below it. */
    private static Optional<Path> below(Path folder, Path file) throws IOException {
        Path named = folder.toAbsolutePath().normalize();
        if (!file.startsWith(named) || file.equals(named)) {
            return Optional.empty();
        }
        return Optional.of(realPath(folder).resolve(named.relativize(file)));
    }

    private static Path realPath(Path folder) throws IOException {
        return folder.toRealPath();
    }

    private static Path absolute(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute() && path.normalize().equals(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw Failure.Invalid.field(FIELD, "must be an absolute path, without '.' and '..'");
    }

    private static Failure refused(IOException e) {
        return Failure.Invalid.field(FIELD, "can't be imported: " + ImageFailure.words(e));
    }
}
