package dev.vman.operator;

import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessSight;
import dev.vman.host.ProcessTable;
import dev.vman.inventory.StorageLayout;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds a VM's process by what its command line carries: {@code -uuid} and the storage path. */
final class ProcessSearch {
    private final ProcessTable processes;
    private final String storage;

    ProcessSearch(ProcessTable processes, StorageLayout layout) {
        this.processes = processes;
        this.storage = layout.root().toString();
    }

    /** Unknown when more than one process carries them, since either could be the VM. */
    Presence<ProcessIdentity> find(UUID vm) {
        List<ProcessSight> found = processes.scan(arguments -> belongs(arguments, vm));
        return switch (found.size()) {
            case 0 -> new Presence.Absent<>();
            case 1 -> new Presence.Present<>(found.getFirst().identity());
            default ->
                    new Presence.Unknown<>(
                            "several processes carry the UUID " + vm + ": " + pids(found));
        };
    }

    private boolean belongs(List<String> arguments, UUID vm) {
        int option = arguments.indexOf("-uuid");
        return option >= 0
                && option + 1 < arguments.size()
                && arguments.get(option + 1).equals(vm.toString())
                && arguments.stream().anyMatch(this::namesStorage);
    }

    /** The path may be escaped, for {@code -chardev} by doubled commas, and for JSON. */
    private boolean namesStorage(String argument) {
        return argument.contains(storage)
                || argument.contains(storage.replace(",", ",,"))
                || argument.contains(storage.replace("\\", "\\\\").replace("\"", "\\\""));
    }

    private static String pids(List<ProcessSight> found) {
        return found.stream()
                .map(sight -> Long.toString(sight.identity().pid()))
                .collect(Collectors.joining(", "));
    }
}
