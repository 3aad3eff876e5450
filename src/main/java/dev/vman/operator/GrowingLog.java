package dev.vman.operator;

import dev.vman.host.UntrustedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Follows a log that QEMU appends to, and that {@link CappedLog} cuts now and then. Whoever follows
 * has one of his own: all that is remembered is how far he has read. Not for several threads.
 */
public final class GrowingLog {
    private final Path file;
    private final long keptWhenCut;
    private long position;
    private boolean inOlder;

    GrowingLog(Path file, long position, long keptWhenCut) {
        this.file = file;
        this.position = position;
        this.keptWhenCut = keptWhenCut;
    }

    /** Begins so many bytes before the end. */
    public static GrowingLog fromTail(Path file, int bytes) {
        return new GrowingLog(
                file, Math.max(0, length(file) - bytes), CappedLog.standard(file).kept());
    }

    /**
     * What follows, in order and once.
     *
     * @param bytes empty when there is nothing new
     * @param gap whether something before them could not be read
     */
    public record Part(ByteBuffer bytes, boolean gap) {
        static Part of(ByteBuffer bytes) {
            return new Part(bytes, false);
        }
    }

    /**
     * What was written since, so many bytes at most; where nothing was, it costs a stat(2).
     *
     * @throws IOException if something else lies there
     */
    public Part next(int most) throws IOException {
        if (inOlder) {
            return restOfOlder(most);
        }
        long size = length(file);
        if (size < position) {
            return afterCut(most);
        }
        return size == position ? Part.of(nothing()) : Part.of(read(file, most));
    }

    /** How many bytes are there that were not read yet. */
    public long behind() {
        long size = length(file);
        return inOlder || size < position
                ? Math.max(0, length(older()) - position) + size
                : size - position;
    }

    /** What was not read before the cut is in the older file, at the place where it always was. */
    private Part afterCut(int most) throws IOException {
        long size = length(older());
        if (size < keptWhenCut && size >= position) {
            inOlder = true;
            return restOfOlder(most);
        }
        position = 0;
        return new Part(nothing(), true);
    }

    private Part restOfOlder(int most) throws IOException {
        ByteBuffer rest = read(older(), most);
        if (rest.hasRemaining()) {
            return Part.of(rest);
        }
        inOlder = false;
        position = 0;
        return Part.of(read(file, most));
    }

    private ByteBuffer read(Path from, int most) throws IOException {
        try (FileChannel log = UntrustedFiles.openRegular(from)) {
            ByteBuffer buffer = ByteBuffer.allocate(most);
            position += Math.max(0, log.read(buffer, position));
            return buffer.flip();
        } catch (NoSuchFileException _) {
            return nothing();
        }
    }

    private static ByteBuffer nothing() {
        return ByteBuffer.allocate(0);
    }

    private Path older() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /** A hint only: what is opened is checked. */
    private static long length(Path file) {
        return file.toFile().length();
    }
}
