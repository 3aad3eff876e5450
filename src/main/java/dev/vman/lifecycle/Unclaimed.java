package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.Disk;
import dev.vman.inventory.Disks;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.StoragePlace;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.operator.FileUse;
import dev.vman.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Proof that a thing in the storage is nobody's: no row knows it, and no process uses it. */
@ApplicationScoped
class Unclaimed {
    private static final Set<String> LOGS =
            Set.of("qemu.log", "qemu.log.1", "console.log", "console.log.1");
    private final StorageLayout layout;
    private final Vms vms;
    private final Disks disks;
    private final Operator operator;
    private final FileUse use;

    Unclaimed(StorageLayout layout, Vms vms, Disks disks, Operator operator, FileUse use) {
        this.layout = layout;
        this.vms = vms;
        this.disks = disks;
        this.operator = operator;
        this.use = use;
    }

    /** What no other act may touch while the thing is moved. */
    static Set<UUID> holds(UUID finding, StoragePlace place) {
        Set<UUID> holds = new HashSet<>(Set.of(finding));
        place.id().ifPresent(holds::add);
        return holds;
    }

    /** Throws {@link Failure.Conflict} {@code known} when a row knows it. Reads the rows. */
    void requireUnknown(StoragePlace place) {
        boolean known =
                switch (place) {
                    case StoragePlace.InDisks(Path path, Optional<UUID> id) ->
                            id.flatMap(disks::findByIdOptional)
                                    .filter(disk -> isOf(disk, path))
                                    .isPresent();
                    case StoragePlace.InVms(Path path, Optional<UUID> id) ->
                            id.flatMap(vms::findByIdOptional)
                                    .filter(vm -> isOf(vm, path))
                                    .isPresent();
                    case StoragePlace.InRun(Path path, UUID vm) ->
                            vms.findByIdOptional(vm).filter(row -> uses(row, path)).isPresent();
                };
        if (known) {
            throw new Failure.Conflict(
                    "known",
                    "A disk or VM has " + place.path() + ", so it is not moved away.",
                    "Run a pass of the observer: the finding should resolve itself.");
        }
    }

    /** The disk's own file, or what lies there instead of it; one being made has its partial. */
    private boolean isOf(Disk disk, Path path) {
        boolean own = path.equals(layout.disk(disk.id, disk.format));
        return switch (disk.state) {
            case CREATING, ERROR -> own || path.equals(layout.partialDisk(disk.id));
            case AVAILABLE, ATTACHED -> own;
            case MISSING -> own && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        };
    }

    /** Its folder, but not what lies there instead of it. */
    private boolean isOf(Vm vm, Path path) {
        return path.equals(layout.vm(vm.id).folder())
                && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** All of a run folder while a process may be there, and the logs always. */
    private static boolean uses(Vm vm, Path path) {
        return vm.state.mayHaveProcess() || LOGS.contains(String.valueOf(path.getFileName()));
    }

    /** Throws unless it is proven that no process uses it. */
    void requireUnused(StoragePlace place) {
        switch (place) {
            case StoragePlace.InDisks _ -> {}
            case StoragePlace.InVms(_, Optional<UUID> id) -> id.ifPresent(this::requireNoProcess);
            case StoragePlace.InRun(_, UUID vm) -> requireNoProcess(vm);
        }
        use.requireUnused(place.path());
    }

    private void requireNoProcess(UUID vm) {
        switch (operator.find(vm)) {
            case Presence.Absent<ProcessIdentity> _ -> {}
            case Presence.Present<ProcessIdentity>(ProcessIdentity found) ->
                    throw new Failure.Conflict(
                            "process-exists",
                            "Process " + found.pid() + " is a QEMU of VM " + vm + ".",
                            "Adopt the VM, or end the process.");
            case Presence.Unknown<ProcessIdentity>(String reason) ->
                    throw Failure.Unavailable.now(
                            "process-unknown",
                            "It can't be told whether a QEMU of VM " + vm + " runs: " + reason,
                            "Try again.");
        }
    }
}
