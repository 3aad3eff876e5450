package dev.vman.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * Opens files that lie where a guest's QEMU can write: what is there now may be a link, a FIFO or a
 * device. Only the last name of a path is distrusted; the folders above it are ours.
 */
@SuppressWarnings("DoNotCallSuggester") // the body comes next
public final class UntrustedFiles {

    private UntrustedFiles() {}

    /**
     * Opens an existing regular file, and never blocks.
     *
     * @param options as for {@link FileChannel#open}; none means to read
     * @throws IOException if it is not there, or is a link, FIFO, socket, device or folder; or is
     *     to be written and has more than one name
     */
    public static FileChannel openRegular(Path file, OpenOption... options) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The last bytes of a regular file, at most so many; opened as by {@link #openRegular}. */
    public static byte[] readTail(Path file, int maxBytes) throws IOException {
        throw new UnsupportedOperationException();
    }
}
