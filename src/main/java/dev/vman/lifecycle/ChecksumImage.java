package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.image.ImageFiles;
import dev.vman.inventory.Image;
import dev.vman.inventory.Images;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * {@code image.checksum}: what a READY image holds, by which a change of it is noticed. It may be
 * used meanwhile: nobody has to wait for reading all of it once more.
 */
@ApplicationScoped
class ChecksumImage implements ActKind<ChecksumImage.Payload> {
    static final String KIND = "image.checksum";
    private final Images images;
    private final ImageFiles files;

    ChecksumImage(Images images, ImageFiles files) {
        this.images = images;
        this.files = files;
    }

    /** The request. */
    record Payload(UUID image) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Checksum(payload.image());
    }

    private final class Checksum implements Act {
        private final UUID id;

        Checksum(UUID id) {
            this.id = id;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(id);
        }

        /** The image may have been deleted before its turn came. */
        @Override
        public boolean settled() {
            return images.findByIdOptional(id).filter(Images::lacksChecksum).isEmpty();
        }

        @Override
        public void admit() {}

        @Override
        public List<Step> steps() {
            return List.of(new ImagePart("checksum", watch -> files.noteChecksum(id, watch)));
        }

        @Override
        public void succeed() {
            Image image = images.require(id);
            image.sha256 = files.note(id).sha256();
            images.changed(image);
        }

        /** Where the file is not what was recorded, the observer tells so. */
        @Override
        public void fail(Failure why) {}
    }
}
