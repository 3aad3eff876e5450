package dev.vman.image;

import dev.vman.host.SparseFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Writes a stream to a new file; zeros become holes. */
final class Transfer {
    private static final int PART = 1 << 20;
    private static final int KERNEL_PART = 32 << 20;
    private static final byte[] ZEROS = new byte[PART];

    private Transfer() {}

    /**
     * All of the stream, in a file of mode 0600 that replaces what was there. Throws {@link
     * dev.vman.Failure} by the pace, or where the checksum is another.
     *
     * @param sha256 of the stream, in hexadecimal
     */
    static void write(InputStream from, Path to, Optional<String> sha256, Pace pace)
            throws IOException {
        Files.deleteIfExists(to);
        Optional<MessageDigest> digest = sha256.map(_ -> Checksum.begin());
        try (FileChannel out = create(to)) {
            long done = copy(from, out, digest, pace);
            if (out.size() < done) {
                // A hole at the end has to be said.
                out.write(ByteBuffer.wrap(new byte[1]), done - 1);
            }
        }
        if (sha256.isPresent() && digest.isPresent()) {
            Checksum.require(sha256.get(), HexFormat.of().formatHex(digest.get().digest()));
        }
    }

    /** As above, of a file and without reading it ourselves: the kernel copies what is no hole. */
    static void copy(SparseFile from, Path to, Pace pace) throws IOException {
        Files.deleteIfExists(to);
        long size = from.channel().size();
        pace.requireFits(size);
        try (FileChannel out = create(to)) {
            for (SparseFile.Range range : from.data()) {
                copy(from.channel(), range, out, pace);
            }
            if (out.size() < size) {
                // A hole at the end has to be said.
                out.write(ByteBuffer.wrap(new byte[1]), size - 1);
            }
        }
    }

    private static void copy(FileChannel from, SparseFile.Range range, FileChannel out, Pace pace)
            throws IOException {
        long at = range.from();
        out.position(at);
        while (at < range.to()) {
            long copied = from.transferTo(at, Math.min(KERNEL_PART, range.to() - at), out);
            if (copied <= 0) {
                throw new IOException("it shrank while it was copied");
            }
            at += copied;
            pace.step(at, (int) copied);
        }
    }

    private static FileChannel create(Path to) throws IOException {
        return FileChannel.open(
                to,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static long copy(
            InputStream from, FileChannel out, Optional<MessageDigest> digest, Pace pace)
            throws IOException {
        byte[] part = new byte[PART];
        long done = 0;
        for (int read = from.readNBytes(part, 0, PART);
                read > 0;
                read = from.readNBytes(part, 0, PART)) {
            int length = read;
            pace.step(done + length, length);
            digest.ifPresent(sum -> sum.update(part, 0, length));
            if (!Arrays.equals(part, 0, length, ZEROS, 0, length)) {
                write(out, ByteBuffer.wrap(part, 0, length), done);
            }
            done += length;
        }
        return done;
    }

    private static void write(FileChannel out, ByteBuffer bytes, long at) throws IOException {
        long place = at;
        while (bytes.hasRemaining()) {
            place += out.write(bytes, place);
        }
    }
}
