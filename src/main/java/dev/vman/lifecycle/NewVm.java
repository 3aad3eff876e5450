package dev.vman.lifecycle;

import dev.vman.inventory.Boot;
import dev.vman.inventory.BootDevice;
import dev.vman.inventory.Firmware;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.RestartPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A VM to create; what is null comes from the template, then from the defaults.
 *
 * @param nics null: one, on {@code network}
 * @param image what its root disk begins as, by id or name
 * @param cdrom the ISO image in its CD-ROM drive, by id or name; null: there is no drive
 * @param bootOrder what is left out comes last; null: disk, CD-ROM
 */
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
        @Nullable List<NewNic> nics,
        Metadata metadata,
        @Nullable String image,
        @Nullable Firmware firmware,
        @Nullable String cdrom,
        @Nullable List<BootDevice> bootOrder) {
    /** With one NIC, on this network, and a guest that is told nothing but its name. */
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
                null,
                Metadata.NONE,
                null,
                null,
                null,
                null);
    }
}
