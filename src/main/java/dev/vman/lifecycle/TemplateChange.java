package dev.vman.lifecycle;

import dev.vman.inventory.Firmware;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to change of a template; null stays as it is. VMs made from it keep what they have. */
public record TemplateChange(
        @Nullable String name,
        @Nullable Integer cpus,
        @Nullable Integer memoryMib,
        @Nullable Long diskSizeBytes,
        @Nullable String machine,
        @Nullable String network,
        @Nullable Map<String, String> labels,
        @Nullable String image,
        @Nullable Firmware firmware) {
    /** Without an image or firmware. */
    public TemplateChange(
            @Nullable String name,
            @Nullable Integer cpus,
            @Nullable Integer memoryMib,
            @Nullable Long diskSizeBytes,
            @Nullable String machine,
            @Nullable String network,
            @Nullable Map<String, String> labels) {
        this(name, cpus, memoryMib, diskSizeBytes, machine, network, labels, null, null);
    }
}
