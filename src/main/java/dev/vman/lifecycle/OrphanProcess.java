package dev.vman.lifecycle;

import dev.vman.host.ProcessIdentity;
import java.util.UUID;

/**
 * A QEMU of this storage that no row knows.
 *
 * @param vm the UUID that it carries
 */
public record OrphanProcess(UUID vm, String bootId, long pid, long startTicks) {
    ProcessIdentity identity() {
        return new ProcessIdentity(bootId, pid, startTicks);
    }
}
