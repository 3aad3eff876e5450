package dev.vman.api;

import dev.vman.inventory.Firmware;
import dev.vman.lifecycle.NewTemplate;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A template to create, on the wire. */
record TemplateBody(
        @Required @Schema(required = true, examples = "web") String name,
        @Required @Schema(required = true, examples = "2") Integer cpus,
        @Required @Schema(required = true, examples = "1024") Integer memoryMib,
        @Schema(examples = "10737418240") @Nullable Long diskSizeBytes,
        @Schema(description = "`q35`, one of its versions, or `microvm`.", examples = "q35")
                @Nullable String machine,
        @Schema(description = "`uefi` needs OVMF on the host.", examples = "bios")
                @Nullable Firmware firmware,
        @Schema(examples = "default") @Nullable String network,
        @Schema(examples = "{\"team\": \"web\"}") @Nullable Map<String, String> labels,
        @Schema(description = "Id or name of an image.", examples = "debian-12")
                @Nullable String image) {
    NewTemplate toNewTemplate() {
        return new NewTemplate(
                name, cpus, memoryMib, diskSizeBytes, machine, network, labels, image, firmware);
    }
}
