package dev.vman.lifecycle;

import dev.vman.inventory.Firmware;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A template to create. */
public record NewTemplate(
        String name,
        int cpus,
        int memoryMib,
        @Nullable Long diskSizeBytes,
        @Nullable String machine,
        @Nullable String network,
        @Nullable Map<String, String> labels,
        @Nullable String image,
        @Nullable Firmware firmware) {
    /** Without an image or firmware. */
    public NewTemplate(
            String name,
            int cpus,
            int memoryMib,
            @Nullable Long diskSizeBytes,
            @Nullable String machine,
            @Nullable String network,
            @Nullable Map<String, String> labels) {
        this(name, cpus, memoryMib, diskSizeBytes, machine, network, labels, null, null);
    }
}
