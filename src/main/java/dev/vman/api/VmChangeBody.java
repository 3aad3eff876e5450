package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vman.Failure;
import dev.vman.inventory.BootDevice;
import dev.vman.inventory.RestartPolicy;
import dev.vman.lifecycle.NicChange;
import dev.vman.lifecycle.VmChange;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What to change of a VM, on the wire; what is left out stays. */
record VmChangeBody(
        @Schema(examples = "web-2") @Nullable String name,
        @Schema(description = "Only of a stopped VM.", examples = "2") @Nullable Integer cpus,
        @Schema(description = "Only of a stopped VM.", examples = "1024")
                @Nullable Integer memoryMib,
        @Schema(description = "Replaces all labels.") @Nullable Map<String, String> labels,
        @Schema(examples = "always") @Nullable RestartPolicy restart,
        @Schema(examples = "10") @Nullable Integer startOrder,
        @JsonProperty("protected") @Schema(examples = "true")
                @Nullable Boolean protectedFromDeletion,
        @Schema(description = "Fixed addresses; only of a stopped VM.")
                @Nullable List<NicChangeBody> nics,
        @Schema(description = "Only of a stopped VM.", examples = "[\"cdrom\", \"disk\"]")
                @Nullable List<BootDevice> bootOrder) {
    VmChange toChange() {
        return new VmChange(
                name,
                cpus,
                memoryMib,
                labels,
                restart,
                startOrder,
                protectedFromDeletion,
                nicChanges(),
                null,
                bootOrder);
    }

    private @Nullable List<NicChange> nicChanges() {
        if (nics != null && nics.stream().anyMatch(Objects::isNull)) {
            throw Failure.Invalid.field("nics", "must be objects");
        }
        return nics == null ? null : nics.stream().map(NicChangeBody::toChange).toList();
    }
}
