package dev.vman.api;

import dev.vman.inventory.Image;
import dev.vman.operator.CdromSight;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A VM's CD-ROM drive on the wire. */
record CdromView(
        @Schema(description = "Whether the VM has a drive.", examples = "true") boolean drive,
        @Schema(description = "What lies in it; null: nothing.") @Nullable Medium image,
        @Schema(
                        description =
                                "As QEMU says now: the guest can't read what lies in it. Null: it does not run, or did not answer.",
                        examples = "false")
                @Nullable Boolean trayOpen,
        @Schema(
                        description =
                                "As QEMU says now: the guest uses it, and lets go of it only by itself or by force. Null: it does not run, or did not answer.",
                        examples = "true")
                @Nullable Boolean locked) {
    /** An ISO image. */
    record Medium(UUID id, @Schema(examples = "debian-12-netinst") String name) {
        static Medium of(Image image) {
            return new Medium(image.id, image.name);
        }
    }

    static CdromView of(boolean drive, @Nullable Medium medium) {
        return new CdromView(drive, medium, null, null);
    }

    CdromView seen(Optional<CdromSight> sight) {
        return sight.map(now -> new CdromView(drive, image, now.trayOpen(), now.locked()))
                .orElse(this);
    }
}
