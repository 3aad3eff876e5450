package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.Image;
import dev.vman.inventory.Images;
import dev.vman.inventory.Reference;
import dev.vman.operator.DiskFiles;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a new disk begins as: nothing, or an image. */
@ApplicationScoped
class DiskOrigins {
    private final Images images;
    private final DiskFiles files;

    DiskOrigins(Images images, DiskFiles files) {
        this.images = images;
        this.files = files;
    }

    /**
     * The image of this name or id, which disks may be made from; null for none. Reads in the
     * present transaction or one of its own.
     */
    @Nullable Image find(@Nullable String reference) {
        if (reference == null) {
            return null;
        }
        return QuarkusTransaction.joiningExisting()
                .call(() -> {
                    Image image = images.require(Reference.parse(reference));
                    Images.requireDisk(image);
                    return image;
                });
    }

    /** The size, or the image's; throws {@link Failure.Invalid} where it does not fit. */
    static @Nullable Long size(String field, @Nullable Long wanted, @Nullable Image image) {
        if (image == null) {
            return wanted;
        }
        if (wanted != null && wanted < image.virtualBytes) {
            throw Failure.Invalid.field(
                    field,
                    "must be "
                            + image.virtualBytes
                            + " at least, the size of image '"
                            + image.name
                            + "'");
        }
        return wanted == null ? Long.valueOf(image.virtualBytes) : wanted;
    }

    /** To be called where the disk's row is written: the image can't go any more. */
    void claim(@Nullable UUID image) {
        if (image != null) {
            Image _ = images.lockReady(image);
        }
    }

    /** Makes the file. Idempotent. */
    void make(UUID disk, DiskFormat format, ByteSize size, @Nullable UUID image) {
        if (image == null) {
            files.make(disk, format, size);
        } else {
            files.makeOverlay(disk, image, size);
        }
    }
}
