package dev.vman.api;

import dev.vman.inventory.Firmware;
import dev.vman.inventory.Template;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A template on the wire. */
record TemplateView(
        UUID id,
        @Schema(examples = "small") String name,
        @Schema(examples = "1") int cpus,
        @Schema(examples = "512") int memoryMib,
        @Nullable Long diskSizeBytes,
        @Nullable String image,
        @Nullable String machine,
        @Schema(examples = "bios") @Nullable Firmware firmware,
        @Nullable String network,
        Map<String, String> labels,
        Instant createdAt,
        Instant updatedAt) {
    static TemplateView of(Template template) {
        return new TemplateView(
                template.id,
                template.name,
                template.cpus,
                template.memoryMib,
                template.diskSizeBytes,
                template.image == null ? null : template.image.toString(),
                template.machine,
                template.firmware,
                template.network,
                new TreeMap<>(template.labels),
                template.createdAt,
                template.updatedAt);
    }
}
