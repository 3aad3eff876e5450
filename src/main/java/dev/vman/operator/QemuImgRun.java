package dev.vman.operator;

import dev.vman.Failure;
import dev.vman.host.CommandLimits;
import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskFormat;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code qemu-img} under limits of memory, time and file size, since what it reads may have
 * been written by a guest, and turns what went wrong into failures.
 */
record QemuImgRun(Commands commands) {
    /** A limit for acts that only read; 0 would mean none. */
    static final long NO_WRITING = 1;

    /** The largest qcow2 has 2 MiB of tables when it is empty; the rest is room for its growth. */
    private static final long TABLES = 64L << 20;

    private static final long MEMORY = 1L << 30;
    private static final long CPU_SECONDS = 30;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** How long the file may get by an act on an empty image, or one of this length. */
    static long fileLimit(long length, DiskFormat format, ByteSize size) {
        return switch (format) {
            case QCOW2 -> length + TABLES;
            case RAW -> Math.max(length, size.bytes());
        };
    }

    /**
     * A file as an argument. Absolute, since {@code a:b} and {@code json:} open other things than
     * files.
     */
    static String argument(Path file) {
        if (!file.isAbsolute()) {
            throw new IllegalArgumentException("not an absolute path: " + file);
        }
        return file.toString();
    }

    /** A run that reads no file: it can't be made to start programs that would have to be ended. */
    void make(Path file, long fileLimit, String... arguments) {
        String _ = run(file, request(fileLimit, arguments).childlessly());
    }

    /** The output of a run that succeeded. */
    String run(Path file, long fileLimit, String... arguments) {
        return run(file, request(fileLimit, arguments));
    }

    private static CommandRequest request(long fileLimit, String... arguments) {
        List<String> command = new ArrayList<>(List.of(QemuImg.PROGRAM));
        command.addAll(List.of(arguments));
        return CommandRequest.of(DEADLINE, command)
                .within(new CommandLimits(MEMORY, CPU_SECONDS, fileLimit));
    }

    private String run(Path file, CommandRequest request) {
        CommandResult result = commands.run(request);
        if (!result.succeeded()) {
            throw failure(file, result);
        }
        return result.stdout();
    }

    private static Failure failure(Path file, CommandResult result) {
        if (result.timedOut()) {
            return new Failure.HostFailure(
                    "qemu-img-timed-out",
                    "qemu-img did not finish with "
                            + file
                            + " within "
                            + DEADLINE.toSeconds()
                            + " s.",
                    "See whether the storage folder's disk is slow or hangs.",
                    null);
        }
        if (result.exitCode() == 127) {
            return new Failure.HostFailure(
                    "qemu-img-missing",
                    "qemu-img is not installed here.",
                    "Install QEMU's disk tools (qemu-utils).",
                    null);
        }
        return fromWords(file, words(result), null);
    }

    /** The failure that the words of the system or of qemu-img (in the C locale) tell of. */
    static Failure fromWords(Path file, String words, @Nullable Throwable cause) {
        if (words.contains("No space left on device") || words.contains("Disk quota exceeded")) {
            return new Failure.NoSpace("There is no room for " + file + ".");
        }
        if (words.contains("size is too large") || words.contains("File too large")) {
            return Failure.Invalid.field(
                    "sizeBytes", "is more than the storage's file system takes in one file");
        }
        if (words.contains("\" lock")) {
            return new Failure.Conflict(
                    "disk-in-use",
                    "Another process uses " + file + ".",
                    "Stop or detach what uses this disk.");
        }
        return new Failure.HostFailure(
                "image-unusable", "qemu-img and " + file + ": " + words, null, cause);
    }

    private static String words(CommandResult result) {
        String said =
                result.stderr().replace("qemu-img: ", "").replaceAll("\\p{Cntrl}+", " ").strip();
        return said.isEmpty() ? "exit code " + result.exitCode() : said;
    }

    /** What the system said, without the file's name. */
    static String words(IOException e) {
        String said =
                e instanceof FileSystemException fileSystem
                        ? fileSystem.getReason()
                        : e.getMessage();
        return Objects.requireNonNullElse(said, e.getClass().getSimpleName());
    }
}
