package dev.vman.operator;

import dev.vman.host.ProcessIdentity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A QEMU that runs on this host, whoever started it.
 *
 * @param uuid what follows {@code -uuid} in its arguments
 * @param ours it has a UUID, and names this storage folder
 */
public record QemuProcess(
        ProcessIdentity identity, Optional<UUID> uuid, boolean ours, List<String> arguments) {
    public QemuProcess {
        arguments = List.copyOf(arguments);
    }
}
