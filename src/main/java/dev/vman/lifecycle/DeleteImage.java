package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.image.ImageFiles;
import dev.vman.inventory.Image;
import dev.vman.inventory.ImageState;
import dev.vman.inventory.Images;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code image.delete}: an image that nothing leans on and no process holds. */
@ApplicationScoped
class DeleteImage implements ActKind<DeleteImage.Payload> {
    static final String KIND = "image.delete";
    private final Images images;
    private final ImageFiles files;

    DeleteImage(Images images, ImageFiles files) {
        this.images = images;
        this.files = files;
    }

    /** The request. */
    record Payload(UUID image, @Nullable Long version) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Delete(payload);
    }

    /** Throws unless it may be deleted; to be called in a transaction. */
    void check(Image image) {
        if (image.state == ImageState.IMPORTING) {
            throw new Failure.Conflict(
                    "wrong-state",
                    "Image '" + image.name + "' is being imported and can't be deleted.",
                    "Wait until that has ended, or cancel its operation.");
        }
        long disks = images.disks(image.id);
        if (disks > 0) {
            throw inUse(image, disks + " disks are overlays of it", "Delete those disks first.");
        }
        long cdroms = images.cdroms(image.id);
        if (cdroms > 0) {
            throw inUse(
                    image,
                    cdroms + " VMs have it in their CD-ROM drive",
                    "Take it out of those drives first.");
        }
        long templates = images.templates(image.id);
        if (templates > 0) {
            throw inUse(image, templates + " templates name it", "Delete those templates first.");
        }
    }

    private static Failure inUse(Image image, String why, String remedy) {
        return new Failure.Conflict(
                "image-in-use", "Image '" + image.name + "' is in use: " + why + ".", remedy);
    }

    private final class Delete implements Act {
        private final Payload payload;

        Delete(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.image());
        }

        @Override
        public void admit() {
            Image image = images.lock(payload.image());
            Versions.check(payload.version(), image.version, "Image '" + image.name + "'");
            check(image);
            files.requireUnused(image.id, image.kind);
            image.deleting = true;
            images.changed(image);
        }

        @Override
        public List<Step> steps() {
            return List.of(SimpleStep.of("remove", () -> files.remove(payload.image())));
        }

        @Override
        public void succeed() {
            images.remove(images.require(payload.image()));
        }

        /** Nothing was removed, or some of it was: the observer tells which. */
        @Override
        public void fail(Failure why) {
            Image image = images.require(payload.image());
            image.deleting = false;
            images.changed(image);
        }
    }
}
