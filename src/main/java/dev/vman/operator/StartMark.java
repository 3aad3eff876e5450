package dev.vman.operator;

import dev.vman.host.FileTrees;
import dev.vman.host.UntrustedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.Set;

/** The line {@code --- start <instant> ---} that each start writes to a log before QEMU does. */
final class StartMark {
    private static final String BEFORE = "--- start ";
    private static final String AFTER = " ---";

    private StartMark() {}

    static boolean isMark(String line) {
        return line.startsWith(BEFORE) && line.endsWith(AFTER);
    }

    /**
     * Appends a mark, on a line of its own. The file is made where there is none, and given to its
     * owner; what is no regular file is refused.
     */
    static void append(Path log, Instant start, OptionalInt owner) throws IOException {
        try (FileChannel file = open(log)) {
            String mark = BEFORE + start + AFTER + "\n";
            String line = endsInsideLine(file) ? "\n" + mark : mark;
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            file.position(file.size());
            while (bytes.hasRemaining()) {
                int _ = file.write(bytes);
            }
        }
        if (owner.isPresent()) {
            FileTrees.chown(log, owner.getAsInt(), owner.getAsInt());
        }
    }

    private static FileChannel open(Path log) throws IOException {
        try {
            return UntrustedFiles.openRegular(
                    log, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException _) {
            // CREATE_NEW follows no link and takes no file that somebody else made meanwhile.
            return FileChannel.open(
                    log,
                    Set.of(
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
    }

    private static boolean endsInsideLine(FileChannel file) throws IOException {
        if (file.size() == 0) {
            return false;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        int _ = file.read(last, file.size() - 1);
        return last.get(0) != '\n';
    }
}
