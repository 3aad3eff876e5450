package dev.vman.host;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Holds whatever a name stands for at one moment, without opening it: no link is followed, no FIFO
 * blocks, no device wakes (O_PATH of open(2)). What was checked here is what {@link #path} opens,
 * even when the name is changed meanwhile.
 */
final class PinnedFile implements AutoCloseable {

    private static final int TYPE_MASK = 0xF000;
    private static final int REGULAR = 0x8000;
    private static final int LINK = 0xA000;
    private static final int SOCKET = 0xC000;

    private final Path name;
    private final int fd;

    private PinnedFile(Path name, int fd) {
        this.name = name;
        this.fd = fd;
    }

    static PinnedFile of(Path file) throws IOException {
        long fd = LibC.open(file, LibC.O_PATH | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, 0);
        if (fd == -Errno.ENOENT) {
            throw new NoSuchFileException(file.toString());
        }
        if (fd < 0) {
            throw new FileSystemException(file.toString(), null, Errno.describe(fd));
        }
        return new PinnedFile(file, (int) fd);
    }

    /** Another name of the file, which leads nowhere else as long as this is open. */
    Path path() {
        return Path.of("/proc/self/fd/" + fd);
    }

    /** Where it lies now, as the kernel tells: without links. */
    Path place() throws IOException {
        return Files.readSymbolicLink(path());
    }

    /**
     * Opens it; to be closed by the caller.
     *
     * @param flags of open(2)
     */
    int open(int flags) throws IOException {
        long opened = LibC.open(path(), flags | LibC.O_CLOEXEC, 0);
        if (opened < 0) {
            throw refused(Errno.describe(opened));
        }
        return (int) opened;
    }

    void requireRegular() throws IOException {
        if ((attribute("mode") & TYPE_MASK) != REGULAR) {
            throw refused("not a regular file");
        }
    }

    void requireSocket() throws IOException {
        if ((attribute("mode") & TYPE_MASK) != SOCKET) {
            throw refused("not a socket");
        }
    }

    void refuseLink() throws IOException {
        if ((attribute("mode") & TYPE_MASK) == LINK) {
            throw refused("a link");
        }
    }

    /** A second name could be one that we would never write to. */
    void requireSingleName() throws IOException {
        if (attribute("nlink") != 1) {
            throw refused("has more than one name");
        }
    }

    int owner() throws IOException {
        return attribute("uid");
    }

    FileSystemException refused(String reason) {
        return new FileSystemException(name.toString(), null, reason);
    }

    private int attribute(String attribute) throws IOException {
        Map<String, Object> stat = Files.readAttributes(path(), "unix:" + attribute);
        if (stat.get(attribute) instanceof Integer value) {
            return value;
        }
        throw refused("has no " + attribute);
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
