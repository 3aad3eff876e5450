package dev.vman.lifecycle;

import dev.vman.inventory.RestartPolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to change of a VM; null stays as it is. Cpus and memory only of one without a process. */
public record VmChange(
        @Nullable String name,
        @Nullable Integer cpus,
        @Nullable Integer memoryMib,
        @Nullable Map<String, String> labels,
        @Nullable RestartPolicy restart,
        @Nullable Integer startOrder,
        @Nullable Boolean protectedFromDeletion) {
    boolean touchesMachine() {
        return cpus != null || memoryMib != null;
    }
}
