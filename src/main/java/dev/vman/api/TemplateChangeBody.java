package dev.vman.api;

import dev.vman.inventory.Firmware;
import dev.vman.lifecycle.TemplateChange;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What to change of a template, on the wire; what is left out stays. */
record TemplateChangeBody(
        @Schema(examples = "web") @Nullable String name,
        @Schema(examples = "2") @Nullable Integer cpus,
        @Schema(examples = "1024") @Nullable Integer memoryMib,
        @Schema(examples = "10737418240") @Nullable Long diskSizeBytes,
        @Schema(description = "`q35`, one of its versions, or `microvm`.", examples = "q35")
                @Nullable String machine,
        @Schema(description = "`uefi` needs OVMF on the host.", examples = "bios")
                @Nullable Firmware firmware,
        @Nullable String network,
        @Nullable Map<String, String> labels,
        @Schema(description = "Id or name of an image.", examples = "debian-12")
                @Nullable String image) {
    TemplateChange toChange() {
        return new TemplateChange(
                name, cpus, memoryMib, diskSizeBytes, machine, network, labels, image, firmware);
    }
}
