package dev.vman.lifecycle;

import dev.vman.inventory.Boot;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.RestartPolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A VM to create; what is null comes from the template, then from the defaults. */
public record NewVm(
        String name,
        @Nullable String template,
        @Nullable Integer cpus,
        @Nullable Integer memoryMib,
        @Nullable String machine,
        @Nullable Long diskSizeBytes,
        @Nullable Boot boot,
        @Nullable String network,
        @Nullable Map<String, String> labels,
        boolean start,
        @Nullable RestartPolicy restart,
        @Nullable Integer startOrder,
        boolean protectedFromDeletion,
        Metadata metadata) {
    /** One whose guest is told nothing but its name. */
    public NewVm(
            String name,
            @Nullable String template,
            @Nullable Integer cpus,
            @Nullable Integer memoryMib,
            @Nullable String machine,
            @Nullable Long diskSizeBytes,
            @Nullable Boot boot,
            @Nullable String network,
            @Nullable Map<String, String> labels,
            boolean start,
            @Nullable RestartPolicy restart,
            @Nullable Integer startOrder,
            boolean protectedFromDeletion) {
        this(
                name,
                template,
                cpus,
                memoryMib,
                machine,
                diskSizeBytes,
                boot,
                network,
                labels,
                start,
                restart,
                startOrder,
                protectedFromDeletion,
                Metadata.NONE);
    }
}
