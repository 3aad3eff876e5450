package dev.vman.operator;

import dev.vman.Failure;
import dev.vman.host.UntrustedFiles;
import dev.vman.inventory.Boot;
import dev.vman.inventory.VmFolder;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kernel and initrd that a user named: checked against the allowed folders, and copied into the
 * VM's own.
 */
public final class BootFiles {
    private static final long LARGEST = 1L << 30;
    private static final int LONGEST_CMDLINE = 2048;
    private final List<Path> allowed;

    /** Kernels may come from these folders and those below them. */
    public BootFiles(List<Path> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Throws {@link Failure.Invalid} unless both files may be read and booted. */
    public void check(Boot boot) {
        resolve("boot.kernel", boot.kernel());
        if (boot.initrd() != null) {
            resolve("boot.initrd", boot.initrd());
        }
        if (boot.cmdline() != null) {
            checkCmdline(boot.cmdline());
        }
    }

    /** Throws {@link Failure.Invalid} unless a kernel can be given this. */
    public static void checkCmdline(String cmdline) {
        if (cmdline.length() > LONGEST_CMDLINE
                || cmdline.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw Failure.Invalid.field(
                    "boot.cmdline",
                    "must be " + LONGEST_CMDLINE + " printable ASCII characters at most");
        }
    }

    /** What a copy of both takes; 0 for one that can't be read. */
    public static long bytes(Boot boot) {
        return Stream.of(Optional.of(boot.kernel()), Optional.ofNullable(boot.initrd()))
                .flatMap(Optional::stream)
                .mapToLong(file -> new File(file).length())
                .sum();
    }

    /** Copies both files to their fixed names. Idempotent; throws {@link Failure}. */
    public void copy(Boot boot, VmFolder folder) {
        copy(resolve("boot.kernel", boot.kernel()), folder.kernel());
        if (boot.initrd() != null) {
            copy(resolve("boot.initrd", boot.initrd()), folder.initrd());
        }
    }

    private Path resolve(String field, String text) {
        Path real = realPath(field, text);
        if (allowed.stream().map(BootFiles::realIfThere).noneMatch(real::startsWith)) {
            throw refused(
                    field,
                    text,
                    "is outside of the folders that kernels may come from: " + allowed);
        }
        if (!Files.isRegularFile(real)) {
            throw refused(field, text, "is not a regular file");
        }
        if (!Files.isReadable(real)) {
            throw refused(field, text, "can't be read by VMAN");
        }
        checkSize(field, text, real);
        return real;
    }

    private static void checkSize(String field, String text, Path real) {
        try {
            long size = Files.size(real);
            if (size == 0 || size > LARGEST) {
                throw refused(field, text, "must hold 1 byte to 1 GiB");
            }
        } catch (IOException e) {
            throw refused(field, text, "can't be read by VMAN");
        }
    }

    private static Path realPath(String field, String text) {
        try {
            Path path = Path.of(text);
            if (!path.isAbsolute()) {
                throw refused(field, text, "must be an absolute path");
            }
            return path.toRealPath();
        } catch (InvalidPathException e) {
            throw refused(field, text, "is not a path");
        } catch (IOException e) {
            throw refused(field, text, "does not exist or can't be reached");
        }
    }

    private static Path realIfThere(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder;
        }
    }

    private static Failure refused(String field, String text, String why) {
        String shown = text.length() > 120 ? text.substring(0, 120) + "..." : text;
        return new Failure.Invalid(
                "invalid-value",
                field + ": '" + shown + "' " + why,
                "Put the file into <storage>/boot and name it by its absolute path.",
                List.of(new Failure.FieldError(field, why)));
    }

    private static void copy(Path source, Path target) {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try (FileChannel in = UntrustedFiles.openRegular(source);
                FileChannel out =
                        FileChannel.open(
                                partial,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING)) {
            long size = in.size();
            for (long at = 0; at < size; ) {
                long copied = in.transferTo(at, size - at, out);
                if (copied <= 0) {
                    throw new IOException(source + " shrank while it was copied");
                }
                at += copied;
            }
            out.force(true);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StorageFailure.of("copy " + source, e);
        }
    }
}
