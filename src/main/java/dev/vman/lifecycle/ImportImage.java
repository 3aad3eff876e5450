package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.image.ImageDraft;
import dev.vman.image.ImageFiles;
import dev.vman.image.ImageImport;
import dev.vman.image.ImageNote;
import dev.vman.image.ImageSource;
import dev.vman.image.ImportWatch;
import dev.vman.inventory.Image;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.ImageState;
import dev.vman.inventory.Images;
import dev.vman.inventory.UniqueNames;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.journal.Submission;
import dev.vman.journal.Target;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code image.import}: from a source that nobody vouches for to a READY image, or to a reason. */
@ApplicationScoped
class ImportImage implements ActKind<ImportImage.Payload> {
    static final String KIND = "image.import";

    /** The rest is asked for while it is written: what a source unpacks to is not known before. */
    private static final long ROOM = 1L << 20;

    private static final int LONGEST_REASON = 2000;
    private final Images images;
    private final ImageImport imports;
    private final ImageFiles files;

    ImportImage(Images images, ImageImport imports, ImageFiles files) {
        this.images = images;
        this.imports = imports;
        this.files = files;
    }

    /** The request, with what was chosen for it. */
    record Payload(
            UUID id,
            String name,
            ImageKind kind,
            ImageSource source,
            @Nullable String sha256,
            Instant createdAt) {
        ImageDraft draft() {
            return new ImageDraft(id, name, kind, source, Optional.ofNullable(sha256), createdAt);
        }
    }

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Import(payload);
    }

    @Override
    public boolean mayTakeLong(Payload payload) {
        return true;
    }

    @Override
    public long roomFor(Payload payload) {
        return ROOM;
    }

    private final class Import implements Act {
        private final Payload payload;
        private final ImageDraft draft;
        private boolean uploadLost;

        Import(Payload payload) {
            this.payload = payload;
            this.draft = payload.draft();
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.id());
        }

        @Override
        public void admit() {
            Image image = new Image();
            image.id = payload.id();
            image.name = payload.name();
            image.kind = payload.kind();
            image.source = payload.source().shown();
            image.state = ImageState.IMPORTING;
            UniqueNames.guard("image", image.name, () -> images.add(image));
        }

        @Override
        public List<Step> steps() {
            return List.of(
                    new ImagePart("fetch", this::fetch, () -> files.remove(payload.id())),
                    new ImagePart("unpack", watch -> imports.unpack(draft, watch)),
                    new ImagePart("convert", watch -> imports.convert(draft, watch)),
                    SimpleStep.of("publish", () -> imports.publish(draft)));
        }

        private void fetch(ImportWatch watch) {
            uploadLost = payload.source() instanceof ImageSource.Upload;
            imports.fetch(draft, watch);
            uploadLost = false;
        }

        @Override
        public void succeed() {
            ImageNote note = files.note(payload.id());
            Image image = images.require(payload.id());
            image.state = ImageState.READY;
            image.virtualBytes = note.virtualBytes();
            image.fileBytes = note.fileBytes();
            image.modifiedNanos = note.modifiedNanos();
            images.changed(image);
        }

        /** The image may be used meanwhile. */
        @Override
        public Optional<Submission> followUp() {
            return Optional.of(
                    new Submission(
                            ChecksumImage.KIND,
                            new Target("image", payload.id(), payload.name()),
                            new ChecksumImage.Payload(payload.id()),
                            Optional.empty()));
        }

        /**
         * Of an upload that did not come through its client has heard: it may have the name again.
         */
        @Override
        public void fail(Failure why) {
            Image image = images.require(payload.id());
            if (uploadLost) {
                images.remove(image);
                return;
            }
            image.state = ImageState.FAILED;
            String reason = why.detail();
            image.stateReason = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
            images.changed(image);
        }

        @Override
        public void ended() {
            imports.refuse(
                    payload.id(),
                    new Failure.Conflict(
                            "upload-lost",
                            "The import ended before the upload was taken in.",
                            "Look at its operation, and upload the image again."));
            imports.discard(payload.id());
        }
    }
}
