package dev.vman.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import dev.vman.host.Commands;
import dev.vman.host.UntrustedFiles;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskFormat;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Disk files by the real {@code qemu-img}. Fails with {@link Failure.NoSpace} on a full disk,
 * {@link Failure.Conflict} ({@code disk-in-use}) where another process holds the image, and {@link
 * Failure.HostFailure} with qemu-img's own words for the rest.
 */
public final class QemuImg implements DiskImages {
    /** The program. */
    static final String PROGRAM = "qemu-img";

    /** Keys of {@code qemu-img info}; in a value they would have escaped quotes. */
    private static final Pattern LEANING =
            Pattern.compile("\"(full-)?backing-filename\"\\s*:|\"data-file\"\\s*:");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final QemuImgRun qemuImg;
    private final EmptyImages emptyImages = new EmptyImages();

    public QemuImg(Commands commands) {
        qemuImg = new QemuImgRun(commands);
    }

    /** Mode 0600. On failure nothing stays. */
    @Override
    public void create(Path partial, DiskFormat format, ByteSize size) {
        create(partial, new EmptyImage(format, size, Optional.empty()));
    }

    @Override
    public void createOverlay(Path partial, Path image, ByteSize size) {
        create(partial, new EmptyImage(DiskFormat.QCOW2, size, Optional.of(image)));
    }

    private void create(Path partial, EmptyImage image) {
        makeEmpty(partial);
        try {
            fill(partial, image);
        } catch (IOException e) {
            removeQuietly(partial, e);
            throw QemuImgRun.fromWords(partial, QemuImgRun.words(e), e);
        } catch (RuntimeException e) {
            removeQuietly(partial, e);
            throw e;
        }
    }

    private void fill(Path partial, EmptyImage image) throws IOException {
        Optional<byte[]> made = emptyImages.known(image);
        if (made.isPresent()) {
            Files.write(partial, made.get(), StandardOpenOption.WRITE);
            return;
        }
        qemuImg.make(
                partial,
                QemuImgRun.fileLimit(0, image.format(), image.size()),
                image.arguments(partial).toArray(String[]::new));
        emptyImages.keep(image, partial);
    }

    @Override
    public void grow(Path file, DiskFormat format, ByteSize size) {
        if (virtualSize(file, format).bytes() >= size.bytes()) {
            return;
        }
        qemuImg.run(
                file,
                QemuImgRun.fileLimit(length(file), format, size),
                "resize",
                "-q",
                "-f",
                format.wireName(),
                QemuImgRun.argument(file),
                Long.toString(size.bytes()));
        flush(file);
    }

    /** Fails with {@code image-unusable} where the file is no image of this format. */
    @Override
    public ByteSize virtualSize(Path file, DiskFormat format) {
        return size(file, info(file, format));
    }

    @Override
    public ByteSize standaloneSize(Path file, DiskFormat format) {
        String answer = info(file, format);
        if (LEANING.matcher(answer).find()) {
            throw unreadable(file, "it leans on another file");
        }
        return size(file, answer);
    }

    private String info(Path file, DiskFormat format) {
        return qemuImg.run(
                file,
                QemuImgRun.NO_WRITING,
                "info",
                "-U",
                "--output=json",
                "-f",
                format.wireName(),
                QemuImgRun.argument(file));
    }

    private static ByteSize size(Path file, String answer) {
        long bytes =
                sizeIn(answer)
                        .orElseThrow(() -> unreadable(file, "qemu-img's answer names no size"));
        if (bytes < ByteSize.SECTOR || bytes > ByteSize.MAXIMUM || bytes % ByteSize.SECTOR != 0) {
            throw unreadable(file, "its size of " + bytes + " bytes is outside what VMAN handles");
        }
        return new ByteSize(bytes);
    }

    private static OptionalLong sizeIn(String answer) {
        try {
            JsonNode size = JSON.readTree(answer).path("virtual-size");
            return size.canConvertToLong()
                    ? OptionalLong.of(size.longValue())
                    : OptionalLong.empty();
        } catch (JsonProcessingException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Made by us before qemu-img opens it: its mode is ours, and a link that lay there is not
     * followed.
     */
    private static void makeEmpty(Path partial) {
        try {
            Files.deleteIfExists(partial);
            Files.createFile(
                    partial,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw QemuImgRun.fromWords(partial, QemuImgRun.words(e), e);
        }
    }

    private static void flush(Path file) {
        try (FileChannel channel = UntrustedFiles.openRegular(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            throw QemuImgRun.fromWords(file, QemuImgRun.words(e), e);
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, QemuImgRun.words(e));
        }
    }

    private static void removeQuietly(Path partial, Exception cause) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static Failure.HostFailure unreadable(Path file, String why) {
        return new Failure.HostFailure(
                "image-unusable", "The image " + file + " can't be used: " + why + ".", null, null);
    }
}
