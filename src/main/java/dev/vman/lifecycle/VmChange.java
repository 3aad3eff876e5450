package dev.vman.lifecycle;

import dev.vman.inventory.BootDevice;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.RestartPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to change of a VM; null stays as it is. Cpus, memory, fixed addresses and boot order only of
 * one without a process.
 */
public record VmChange(
        @Nullable String name,
        @Nullable Integer cpus,
        @Nullable Integer memoryMib,
        @Nullable Map<String, String> labels,
        @Nullable RestartPolicy restart,
        @Nullable Integer startOrder,
        @Nullable Boolean protectedFromDeletion,
        @Nullable List<NicChange> nics,
        @Nullable Metadata metadata,
        @Nullable List<BootDevice> bootOrder) {
    /** A change of the VM alone. */
    public VmChange(
            @Nullable String name,
            @Nullable Integer cpus,
            @Nullable Integer memoryMib,
            @Nullable Map<String, String> labels,
            @Nullable RestartPolicy restart,
            @Nullable Integer startOrder,
            @Nullable Boolean protectedFromDeletion) {
        this(
                name,
                cpus,
                memoryMib,
                labels,
                restart,
                startOrder,
                protectedFromDeletion,
                null,
                null,
                null);
    }

    /** A change of what its guest is told. */
    public static VmChange of(Metadata metadata) {
        return new VmChange(null, null, null, null, null, null, null, null, metadata, null);
    }

    boolean touchesMachine() {
        return cpus != null || memoryMib != null || nics != null || bootOrder != null;
    }
}
