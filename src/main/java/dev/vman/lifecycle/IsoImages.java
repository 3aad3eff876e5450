package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Image;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.Images;
import dev.vman.inventory.Reference;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.StorageNames;
import dev.vman.operator.CdromMedium;
import dev.vman.operator.DiskFiles;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be put into CD-ROM drives. */
@ApplicationScoped
class IsoImages {
    private final Images images;
    private final StorageLayout layout;
    private final DiskFiles files;

    IsoImages(Images images, StorageLayout layout, DiskFiles files) {
        this.images = images;
        this.layout = layout;
        this.files = files;
    }

    /** The image of this name or id; null for none. Errors name this field. */
    @Nullable UUID find(String field, @Nullable String reference) {
        if (reference == null) {
            return null;
        }
        Image found =
                QuarkusTransaction.joiningExisting()
                        .call(() -> {
                            Image image = images.require(Reference.parse(reference));
                            Images.requireIso(image, field);
                            return image;
                        });
        if (!files.hasImage(medium(found.id).file())) {
            throw new Failure.Conflict(
                    "image-missing",
                    "The file of image '" + found.name + "' is missing.",
                    "Put the file back.");
        }
        return found.id;
    }

    /** To be called where a row comes to name it: the image can't go any more. */
    void claim(@Nullable UUID image) {
        if (image != null) {
            Image _ = images.lockReadyIso(image);
        }
    }

    CdromMedium medium(UUID image) {
        return new CdromMedium(image, layout.image(image, ImageKind.ISO));
    }

    /** As above; null: none. */
    @Nullable CdromMedium mediumOrNone(@Nullable UUID image) {
        return image == null ? null : medium(image);
    }

    /** Which image has this file; empty where none can have. */
    Optional<UUID> imageOf(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return StorageNames.id(name).filter(id -> medium(id).file().toString().equals(file));
    }
}
