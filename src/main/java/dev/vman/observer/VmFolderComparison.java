package dev.vman.observer;

import static dev.vman.observer.WorldComparison.evidence;

import dev.vman.host.FolderListing.Entry;
import dev.vman.host.FolderListing.Kind;
import dev.vman.inventory.StorageNames;
import dev.vman.observer.WorldComparison.Collected;
import dev.vman.observer.WorldReading.VmRow;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** VMs' rows against the folders of VMs, and the sockets of those that don't run. */
final class VmFolderComparison {
    private final WorldReading world;

    VmFolderComparison(WorldReading world) {
        this.world = world;
    }

    void addTo(Collected found) {
        Optional<Map<String, Entry>> folders = world.vmFolders().found();
        if (folders.isEmpty()) {
            found.untold(FindingKind.LEFTOVER_FILE);
            return;
        }
        Set<UUID> vms = world.vms().stream().map(VmRow::id).collect(Collectors.toSet());
        folders.get()
                .forEach((name, entry) -> {
                    Optional<UUID> id =
                            StorageNames.id(name).filter(vm -> vm.toString().equals(name));
                    boolean wanted =
                            id.filter(vms::contains).isPresent() && entry.kind() == Kind.FOLDER;
                    if (!wanted && entry.kind() != Kind.UNKNOWN) {
                        found.add(
                                leftover(
                                        world.layout().vms().resolve(name),
                                        id,
                                        entry.kind().name().toLowerCase(Locale.ROOT)));
                    }
                });
        world.sockets().forEach((vm, names) -> addSockets(vm, names, found));
    }

    private void addSockets(UUID vm, Iterable<String> names, Collected found) {
        Path run = world.layout().vm(vm).run();
        names.forEach(name -> found.add(leftover(run.resolve(name), Optional.of(vm), "socket")));
    }

    private static Difference leftover(Path path, Optional<UUID> vm, String what) {
        return new Difference(
                FindingKind.LEFTOVER_FILE,
                path.toString(),
                Subject.file(path),
                vm,
                vm.map(Set::of).orElse(Set.of()),
                evidence("path", path.toString(), "found", what));
    }
}
