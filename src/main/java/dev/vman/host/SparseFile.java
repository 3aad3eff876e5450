package dev.vman.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A regular file that is open for reading, and where it held data when it was opened; all the rest
 * are holes, which read as zeros.
 */
public record SparseFile(FileChannel channel, List<Range> data) implements Closeable {
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    /** More pieces than that are not told apart. */
    private static final int MOST_RANGES = 1 << 16;

    public SparseFile {
        data = List.copyOf(data);
    }

    /** From the first byte to the one behind the last. */
    public record Range(long from, long to) {}

    static SparseFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            return new SparseFile(channel, ranges(file, channel.size()));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static List<Range> ranges(Path file, long size) throws IOException {
        long fd = LibC.open(file, LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
        if (fd < 0) {
            throw new FileSystemException(file.toString(), null, Errno.describe(fd));
        }
        try {
            return ranges((int) fd, size);
        } finally {
            LibC.close((int) fd);
        }
    }

    /** A file system that knows no holes answers that all is data. */
    private static List<Range> ranges(int fd, long size) {
        List<Range> ranges = new ArrayList<>();
        long at = 0;
        while (at < size) {
            long from = LibC.lseek(fd, at, SEEK_DATA);
            if (from == -Errno.ENXIO) {
                return ranges;
            }
            long to = LibC.lseek(fd, Math.max(0, from), SEEK_HOLE);
            if (from < 0 || to <= from || ranges.size() == MOST_RANGES) {
                ranges.add(new Range(at, size));
                return ranges;
            }
            ranges.add(new Range(from, to));
            at = to;
        }
        return ranges;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
