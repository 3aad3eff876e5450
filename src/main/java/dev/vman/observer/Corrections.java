package dev.vman.observer;

import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessTable;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.operator.DiskFiles;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Corrects records that a reading proved wrong. Each asks the world again while no act can touch
 * the thing; nothing but rows changes.
 */
@Singleton
class Corrections {
    private static final Duration LOOKS = Duration.ofSeconds(3);
    private final Vms vms;
    private final Disks disks;
    private final DiskFiles files;
    private final ProcessTable processes;
    private final Operator operator;
    private final Journal journal;
    private final VmObserver observer;

    Corrections(
            Vms vms,
            Disks disks,
            DiskFiles files,
            ProcessTable processes,
            Operator operator,
            Journal journal,
            VmObserver observer) {
        this.vms = vms;
        this.disks = disks;
        this.files = files;
        this.processes = processes;
        this.operator = operator;
        this.journal = journal;
        this.observer = observer;
    }

    /** Looks at VMs whose process is not as recorded; one that runs unrecorded is taken hold of. */
    void lookAt(List<Difference> mismatches, WorldReading world) {
        Set<UUID> wrong = new HashSet<>();
        mismatches.forEach(found -> found.vm().ifPresent(wrong::add));
        world.processes().stream()
                .filter(process -> process.ours())
                .forEach(process ->
                        process.uuid()
                                .filter(wrong::contains)
                                .ifPresent(vm -> hold(vm, process.identity())));
        observer.lookNow(wrong, LOOKS);
    }

    private void hold(UUID vm, ProcessIdentity process) {
        boolean _ =
                journal.ifFree(
                        Set.of(vm),
                        () -> {
                            if (rests(vm) && processes.look(process) instanceof Presence.Present) {
                                var _ = operator.hold(vm, process);
                            }
                        });
    }

    private boolean rests(UUID vm) {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        vms.findByIdOptional(vm)
                                .filter(row -> !row.state.mayHaveProcess())
                                .isPresent());
    }

    /**
     * Looks at VMs that did not answer. The look that found them silent may have been the only one
     * that did: then nothing else tells that they answer again. The same where a process could not
     * be taken hold of.
     */
    void lookAtUnheard(WorldReading world) {
        world.vms().stream()
                .filter(vm ->
                        vm.state() == VmState.UNREACHABLE
                                || (vm.state().mayHaveProcess()
                                        && operator.held(vm.id()).isEmpty()))
                .forEach(vm -> observer.lookAt(vm.id()));
    }

    /** Disks whose file was not there twice. */
    void missing(Collection<Difference> differences) {
        differences.forEach(found ->
                Optional.ofNullable(found.subject().id())
                        .ifPresent(disk -> whileFree(disk, () -> missing(disk))));
    }

    private void missing(UUID id) {
        disks.findByIdOptional(id)
                .filter(disk ->
                        disk.state == DiskState.AVAILABLE || disk.state == DiskState.ATTACHED)
                .filter(disk -> !isThere(disk))
                .ifPresent(disk -> become(disk, DiskState.MISSING));
    }

    /** Disks whose file is there again. */
    void returned(Set<UUID> returned) {
        returned.forEach(disk -> whileFree(disk, () -> returned(disk)));
    }

    private void returned(UUID id) {
        disks.findByIdOptional(id)
                .filter(disk -> disk.state == DiskState.MISSING && isThere(disk))
                .ifPresent(disk ->
                        become(disk, disk.vm == null ? DiskState.AVAILABLE : DiskState.ATTACHED));
    }

    private boolean isThere(Disk disk) {
        return files.look(disk.id, disk.format).isPresent();
    }

    private void become(Disk disk, DiskState state) {
        disk.state = state;
        disks.changed(disk);
    }

    private void whileFree(UUID disk, Runnable work) {
        boolean _ = journal.ifFree(Set.of(disk), () -> QuarkusTransaction.requiringNew().run(work));
    }
}
