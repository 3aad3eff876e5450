package dev.vman.image;

import dev.vman.Failure;
import dev.vman.host.AllocatedSize;
import dev.vman.host.CommandLimits;
import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import dev.vman.host.FileTrees;
import dev.vman.inventory.DiskFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * By {@code qemu-img convert}, as a user that owns nothing but these two files, under limits of
 * memory, time and file size: what it reads may be made to deceive it.
 */
final class QemuImgConversion implements ImageConversion {
    /** Of addresses: each of its threads reserves some 70 MiB of them, and uses little. */
    private static final long MEMORY = 4L << 30;

    /** A qcow2's tables and counts, for what is written in full. */
    private static final long TABLES = 64L << 20;

    private static final long TABLES_SHARE = 4096;
    private static final OptionalInt NOBODY = OptionalInt.empty();
    private static final Duration BEAT = Duration.ofMillis(250);

    private final Commands commands;
    private final ConversionUsers users;
    private final Duration deadline;

    QemuImgConversion(Commands commands, ConversionUsers users, Duration deadline) {
        this.commands = commands;
        this.users = users;
        this.deadline = deadline;
    }

    @Override
    public void toQcow2(
            Path from, DiskFormat format, long virtualBytes, Path to, ImportWatch watch) {
        try (ConversionUsers.Turn turn = users.take(watch)) {
            Files.deleteIfExists(to);
            Files.createFile(
                    to,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            OptionalInt reader =
                    Objects.equals(from.getParent(), to.getParent()) ? turn.user() : NOBODY;
            try {
                give(from, reader);
                give(to, turn.user());
                convert(request(from, format, virtualBytes, to, turn.user()), from, to, watch);
            } finally {
                takeBack(from, reader);
                takeBack(to, turn.user());
            }
        } catch (IOException e) {
            throw ImageFailure.of("convert the image", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ImageFailure.cancelled();
        }
    }

    private CommandRequest request(
            Path from, DiskFormat format, long virtualBytes, Path to, OptionalInt user) {
        CommandRequest request =
                CommandRequest.of(
                                deadline,
                                "qemu-img",
                                "convert",
                                "-q",
                                "-f",
                                format.wireName(),
                                "-O",
                                DiskFormat.QCOW2.wireName(),
                                argument(from),
                                argument(to))
                        .within(
                                new CommandLimits(
                                        MEMORY,
                                        deadline.toSeconds(),
                                        virtualBytes + TABLES + virtualBytes / TABLES_SHARE));
        return user.isPresent() ? request.as(user.getAsInt()) : request;
    }

    /** Absolute, since {@code a:b} and {@code json:} open other things than files. */
    private static String argument(Path file) {
        if (!file.isAbsolute()) {
            throw new IllegalArgumentException("not an absolute path: " + file);
        }
        return file.toString();
    }

    /**
     * On a thread of its own, which alone is interrupted when the import is cancelled: an
     * interrupted thread that has the database's file open would close it.
     */
    private void convert(CommandRequest request, Path from, Path to, ImportWatch watch)
            throws InterruptedException {
        CompletableFuture<CommandResult> result = new CompletableFuture<>();
        Thread thread =
                Thread.ofVirtual()
                        .name("image-conversion")
                        .start(() -> {
                            try {
                                result.complete(commands.run(request));
                            } catch (RuntimeException e) {
                                result.completeExceptionally(e);
                            }
                        });
        long total = AllocatedSize.of(from).orElse(0);
        while (true) {
            try {
                require(result.get(BEAT.toMillis(), TimeUnit.MILLISECONDS));
                return;
            } catch (TimeoutException e) {
                watch.at(AllocatedSize.of(to).orElse(0), total);
                if (watch.cancelled()) {
                    thread.interrupt();
                    thread.join();
                    throw ImageFailure.cancelled();
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("qemu-img convert", e.getCause());
            }
        }
    }

    private void require(CommandResult result) {
        if (result.succeeded()) {
            return;
        }
        if (result.timedOut()) {
            throw ImageFailure.tooSlow("Converting the image", deadline);
        }
        if (result.exitCode() == 127) {
            throw new Failure.HostFailure(
                    "qemu-img-missing",
                    "qemu-img is not installed here.",
                    "Install QEMU's disk tools (qemu-utils).",
                    null);
        }
        String words = result.stderr().replaceAll("\\p{Cntrl}+", " ").strip();
        if (words.contains("No space left on device")) {
            throw new Failure.NoSpace("There is no room to convert the image.");
        }
        if (words.contains("Resource temporarily unavailable")) {
            throw new Failure.HostFailure(
                    "image-failed", "qemu-img found no room to work: " + words, "Try again.", null);
        }
        String said = words.isEmpty() ? "exit code " + result.exitCode() : words;
        throw ImageFailure.refused("qemu-img can't convert it (" + said + ")");
    }

    private static void give(Path file, OptionalInt user) throws IOException {
        if (user.isPresent()) {
            FileTrees.chown(file, user.getAsInt(), user.getAsInt());
        }
    }

    private static void takeBack(Path file, OptionalInt user) throws IOException {
        if (user.isPresent()) {
            FileTrees.chown(file, 0, 0);
        }
    }
}
