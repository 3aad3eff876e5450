package dev.vman.operator;

import dev.vman.host.UntrustedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The header of a qcow2 file; pure. It is read here and not by {@code qemu-img info}, which may
 * open what the header names: the header may be a guest's work.
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/qcow2.html">qcow2</a>
 */
final class Qcow2Header {
    /** So much of a file is needed: a header, and the longest name of a backing file behind it. */
    static final int BYTES = 64 * 1024;

    private static final int MAGIC = 0x514649fb;
    private static final int LEAST = 72;
    private static final int FEATURES_AT = 72;
    private static final int BACKING_NAME_AT = 8;
    private static final int BACKING_LENGTH_AT = 16;
    private static final int SIZE_AT = 24;
    private static final int ENCRYPTION_AT = 32;
    private static final int LONGEST_NAME = 1023;
    private static final long CORRUPT = 1L << 1;
    private static final long DATA_FILE = 1L << 2;
    // Dirty, corrupt, data file, compression type, extended L2 entries.
    private static final long KNOWN = 0x1f;

    private Qcow2Header() {}

    /** What a file says; a stranger where it can't be read. */
    static ImageFacts read(Path file) {
        try (FileChannel channel = UntrustedFiles.openRegular(file)) {
            return read(channel);
        } catch (IOException e) {
            return ImageFacts.stranger();
        }
    }

    /** What an open file says. */
    static ImageFacts read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES);
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
            read = channel.read(buffer, buffer.position());
        }
        return parse(Arrays.copyOf(buffer.array(), buffer.position()));
    }

    /** What the beginning of a file says. */
    static ImageFacts parse(byte[] beginning) {
        ByteBuffer header = ByteBuffer.wrap(beginning);
        if (beginning.length < LEAST || header.getInt(0) != MAGIC) {
            return ImageFacts.stranger();
        }
        int version = header.getInt(Integer.BYTES);
        long features =
                version >= 3 && beginning.length >= FEATURES_AT + Long.BYTES
                        ? header.getLong(FEATURES_AT)
                        : 0;
        return new ImageFacts(
                version == 2 || version == 3,
                header.getLong(SIZE_AT),
                refersTo(header, features),
                broken(header, features));
    }

    private static Optional<String> refersTo(ByteBuffer header, long features) {
        if ((features & DATA_FILE) != 0) {
            return Optional.of("an external data file");
        }
        return header.getLong(BACKING_NAME_AT) == 0
                ? Optional.empty()
                : Optional.of(ImageFacts.backingFile(backingName(header)));
    }

    private static String backingName(ByteBuffer header) {
        long at = header.getLong(BACKING_NAME_AT);
        int length = header.getInt(BACKING_LENGTH_AT);
        if (length < 0 || length > LONGEST_NAME || at < 0 || at > header.capacity() - length) {
            return "(its name is out of bounds)";
        }
        byte[] name = new byte[length];
        header.get((int) at, name);
        return new String(name, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }

    private static Optional<String> broken(ByteBuffer header, long features) {
        if ((features & CORRUPT) != 0) {
            return Optional.of("QEMU marked it as corrupt");
        }
        if ((features & ~KNOWN) != 0) {
            return Optional.of("it needs features that QEMU does not know");
        }
        return header.getInt(ENCRYPTION_AT) == 0
                ? Optional.empty()
                : Optional.of("it is encrypted");
    }
}
