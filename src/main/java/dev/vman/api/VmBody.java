package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.RestartPolicy;
import dev.vman.lifecycle.NewVm;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A VM to create, on the wire; explicit values win over the template's. */
@NotBuiltYet("image")
record VmBody(
        @Required @Schema(required = true, examples = "web-1") String name,
        @Schema(description = "Id or name.", examples = "small") @Nullable String template,
        @Schema(examples = "2") @Nullable Integer cpus,
        @Schema(examples = "1024") @Nullable Integer memoryMib,
        @Schema(examples = "q35") @Nullable String machine,
        @Schema(examples = "bios") @Nullable String firmware,
        @Schema(
                        description = "Without it (and the template's) there is no root disk.",
                        examples = "10737418240")
                @Nullable Long diskSizeBytes,
        @Nullable BootBody boot,
        @Schema(examples = "default") @Nullable String network,
        @Schema(examples = "{\"team\": \"web\"}") @Nullable Map<String, String> labels,
        @Schema(examples = "true") @Nullable Boolean start,
        @Schema(examples = "on-crash") @Nullable RestartPolicy restart,
        @Schema(examples = "0") @Nullable Integer startOrder,
        @JsonProperty("protected") @Schema(examples = "false")
                @Nullable Boolean protectedFromDeletion,
        @Nullable MetadataBody metadata) {
    NewVm toNewVm() {
        Unbuilt.checkFirmware(firmware);
        Unbuilt.checkMachine(machine);
        Unbuilt.checkNetwork(network);
        return new NewVm(
                name,
                template,
                cpus,
                memoryMib,
                machine,
                diskSizeBytes,
                boot == null ? null : boot.toBoot(),
                network,
                labels,
                Boolean.TRUE.equals(start),
                restart,
                startOrder,
                Boolean.TRUE.equals(protectedFromDeletion),
                metadata == null ? Metadata.NONE : metadata.toMetadata("metadata."));
    }
}
