package dev.vman.api;

import dev.vman.agent.WrittenFile;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A file that a guest was given, on the wire. */
record GuestFileView(
        @Schema(examples = "/etc/motd") String path,
        @Schema(examples = "6") long sizeBytes,
        @Schema(
                        description = "Of what the guest read back.",
                        examples =
                                "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")
                String sha256) {
    static GuestFileView of(String path, WrittenFile file) {
        return new GuestFileView(path, file.sizeBytes(), file.sha256());
    }
}
