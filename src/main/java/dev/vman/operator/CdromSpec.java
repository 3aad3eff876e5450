package dev.vman.operator;

import dev.vman.inventory.BootDevice;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The CD-ROM drive of a machine to launch.
 *
 * @param medium empty: nothing lies in it
 * @param first which of drive and root disk the firmware tries first; one that it can't boot from
 *     is passed over
 * @param rootDisk the disk that takes part in that order
 */
public record CdromSpec(Optional<CdromMedium> medium, BootDevice first, Optional<UUID> rootDisk) {
    /** From 1 on: QEMU gives 0 to a kernel that it is told to boot. */
    private static final int FIRST = 1;

    private static final int SECOND = 2;

    int bootIndex() {
        return first == BootDevice.CDROM ? FIRST : SECOND;
    }

    /** Empty for a disk that nothing boots from. */
    OptionalInt bootIndexOf(UUID disk) {
        return rootDisk.filter(disk::equals).isPresent()
                ? OptionalInt.of(FIRST + SECOND - bootIndex())
                : OptionalInt.empty();
    }
}
