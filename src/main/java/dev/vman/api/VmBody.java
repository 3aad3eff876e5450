package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vman.Failure;
import dev.vman.inventory.BootDevice;
import dev.vman.inventory.Firmware;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.RestartPolicy;
import dev.vman.lifecycle.NewNic;
import dev.vman.lifecycle.NewVm;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A VM to create, on the wire; explicit values win over the template's. */
record VmBody(
        @Required @Schema(required = true, examples = "web-1") String name,
        @Schema(description = "Id or name.", examples = "small") @Nullable String template,
        @Schema(examples = "2") @Nullable Integer cpus,
        @Schema(examples = "1024") @Nullable Integer memoryMib,
        @Schema(
                        description =
                                "`q35`, one of its versions, or `microvm` (boots a kernel, has no screen).",
                        examples = "q35")
                @Nullable String machine,
        @Schema(description = "`uefi` needs OVMF on the host.", examples = "bios")
                @Nullable Firmware firmware,
        @Schema(
                        description = "Without it (and the template's) there is no root disk.",
                        examples = "10737418240")
                @Nullable Long diskSizeBytes,
        @Schema(
                        description =
                                "Id or name of an image that its root disk begins as; the disk is as large at least.",
                        examples = "debian-12")
                @Nullable String image,
        @Nullable BootBody boot,
        @Schema(description = "Id or name; one NIC on it.", examples = "default")
                @Nullable String network,
        @Schema(description = "Ids or names; one NIC on each.", examples = "[\"default\"]")
                @Nullable List<String> networks,
        @Schema(description = "The NICs in full, instead of `network` and `networks`.")
                @Nullable List<NicBody> nics,
        @Schema(examples = "{\"team\": \"web\"}") @Nullable Map<String, String> labels,
        @Schema(examples = "true") @Nullable Boolean start,
        @Schema(examples = "on-crash") @Nullable RestartPolicy restart,
        @Schema(examples = "0") @Nullable Integer startOrder,
        @JsonProperty("protected") @Schema(examples = "false")
                @Nullable Boolean protectedFromDeletion,
        @Nullable MetadataBody metadata,
        @Schema(
                        description =
                                "Id or name of an ISO image: the VM has a CD-ROM drive, with this in it.",
                        examples = "debian-12-netinst")
                @Nullable String cdrom,
        @Schema(
                        description =
                                "Matters with a CD-ROM drive; one that can't be booted from is passed over, and what is left out comes last. `disk` first where nothing is said.",
                        examples = "[\"disk\", \"cdrom\"]")
                @Nullable List<BootDevice> bootOrder) {
    NewVm toNewVm() {
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
                newNics(),
                metadata == null ? Metadata.NONE : metadata.toMetadata("metadata."),
                image,
                firmware,
                cdrom,
                bootOrder);
    }

    private @Nullable List<NewNic> newNics() {
        long ways = Stream.of(network, networks, nics).filter(Objects::nonNull).count();
        if (ways > 1) {
            throw Failure.Invalid.field(
                    "nics", "can't be given together with 'network' or 'networks'");
        }
        if (networks != null) {
            return networks.stream().map(name -> new NewNic(name, null, null)).toList();
        }
        if (nics != null && nics.stream().anyMatch(Objects::isNull)) {
            throw Failure.Invalid.field("nics", "must be objects");
        }
        return nics == null ? null : nics.stream().map(NicBody::toNewNic).toList();
    }
}
