package dev.vman.api;

import dev.vman.Failure;
import dev.vman.inventory.Metadata;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a guest is told, on the wire; what is left out is not told. */
record MetadataBody(
        @Schema(
                        description = "A DNS name; without it the VM's own name.",
                        examples = "web-1.example.org")
                @Nullable String hostname,
        @Schema(
                        description = "Text, 16 KiB at most.",
                        examples = "#cloud-config\npackages: [nginx]\n")
                @Nullable String userData,
        @Schema(
                        description = "A line of `authorized_keys` each.",
                        examples =
                                "[\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample me@example.org\"]")
                @Nullable List<String> sshKeys) {
    /**
     * The metadata, not checked yet.
     *
     * @param prefix of the fields' names in errors
     */
    Metadata toMetadata(String prefix) {
        List<String> keys = sshKeys == null ? List.of() : sshKeys;
        if (keys.stream().anyMatch(Objects::isNull)) {
            throw Failure.Invalid.field(prefix + "sshKeys", "must not hold null");
        }
        return new Metadata(hostname, userData, keys);
    }

    static MetadataBody of(Metadata metadata) {
        return new MetadataBody(metadata.hostname(), metadata.userData(), metadata.sshKeys());
    }
}
