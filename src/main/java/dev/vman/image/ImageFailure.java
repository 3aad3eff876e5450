package dev.vman.image;

import dev.vman.Failure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** What goes wrong with images. */
final class ImageFailure {
    private ImageFailure() {}

    /** The image itself is to blame. */
    static Failure refused(String reason) {
        return new Failure.Invalid(
                "image-refused",
                "The image is refused: " + reason + ".",
                "Make a plain raw or qcow2 image of it (qemu-img convert) where you trust it.");
    }

    static Failure tooLarge(long most) {
        return new Failure.Invalid(
                "image-too-large",
                "The image has more than " + most + " bytes.",
                "Import a smaller one, or raise vman.image.max-size.");
    }

    static Failure wrongChecksum(String wanted, String found) {
        return new Failure.Invalid(
                "checksum-mismatch",
                "The source's SHA-256 is " + found + ", not " + wanted + ".",
                "Fetch the file again, or correct 'sha256'.");
    }

    static Failure cancelled() {
        return new Failure.Conflict("cancelled", "It was cancelled.", null);
    }

    static Failure tooSlow(String what, java.time.Duration deadline) {
        return new Failure.HostFailure(
                "image-timed-out",
                what + " took longer than " + deadline.toSeconds() + " s.",
                "Raise vman.image.fetch-timeout or vman.image.convert-timeout, or try again.",
                null);
    }

    /** The file system's words. */
    static Failure of(String what, IOException e) {
        String words = words(e);
        if (words.contains("No space left on device") || words.contains("Disk quota exceeded")) {
            return new Failure.NoSpace("There is no room to " + what + ".");
        }
        return new Failure.HostFailure("image-failed", "Could not " + what + ": " + words, null, e);
    }

    static String words(IOException e) {
        String said =
                e instanceof FileSystemException fileSystem
                        ? fileSystem.getReason()
                        : e.getMessage();
        return Objects.requireNonNullElse(said, e.getClass().getSimpleName());
    }
}
