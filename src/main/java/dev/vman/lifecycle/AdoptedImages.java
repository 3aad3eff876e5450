package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.image.ImageFiles;
import dev.vman.image.ImageNote;
import dev.vman.inventory.Image;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.ImageState;
import dev.vman.inventory.Images;
import dev.vman.inventory.Name;
import dev.vman.inventory.UniqueNames;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Rows of images that no row knows, from their files and notes. */
@ApplicationScoped
class AdoptedImages {
    private final Images images;
    private final ImageFiles files;
    private final Clock clock;

    AdoptedImages(Images images, ImageFiles files, Clock clock) {
        this.images = images;
        this.files = files;
        this.clock = clock;
    }

    /** Idempotent: what has a row is left as it is. What can't be adopted is told. */
    void addAll(List<String> left) {
        for (UUID id : files.listed()) {
            try {
                QuarkusTransaction.requiringNew().run(() -> add(id));
            } catch (Failure e) {
                left.add("image " + id + ": " + e.detail());
            }
        }
    }

    /** Whether its file is as noted is for the observer to tell. */
    private void add(UUID id) {
        if (images.findByIdOptional(id).isPresent()) {
            return;
        }
        ImageNote note = files.note(id);
        Name _ = new Name(note.name());
        files.requireSound(id, note.kind());
        Image image = row(id, note.name(), note.kind(), note.source());
        image.state = ImageState.READY;
        image.virtualBytes = note.virtualBytes();
        image.fileBytes = note.fileBytes();
        image.modifiedNanos = note.modifiedNanos();
        image.sha256 = note.sha256();
        UniqueNames.guard("image", image.name, () -> images.adopt(image, note.createdAt()));
    }

    /**
     * A row for an image that a disk leans on, or that lies in a CD-ROM drive, and that was not
     * found, so that the disk is not taken for one that stands alone. To be called in a
     * transaction.
     */
    void requireRow(UUID id, ImageKind kind) {
        if (images.findByIdOptional(id).isEmpty()) {
            Image image = row(id, "lost-" + id.toString().substring(0, 8), kind, "unknown");
            image.state = ImageState.FAILED;
            image.stateReason = "Its file or its note was not found when the rows were rebuilt.";
            UniqueNames.guard("image", image.name, () -> images.adopt(image, clock.instant()));
        }
    }

    private Image row(UUID id, String name, ImageKind kind, String source) {
        Image image = new Image();
        image.id = id;
        image.name = AdoptedRows.freeName(images, name, id);
        image.kind = kind;
        image.source = source;
        return image;
    }
}
