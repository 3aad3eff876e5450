package dev.vman.reconciler;

import dev.vman.Failure;
import dev.vman.inventory.Reference;
import dev.vman.lifecycle.Answer;
import dev.vman.lifecycle.Ask;
import dev.vman.lifecycle.CdromRequests;
import dev.vman.lifecycle.DiskRequests;
import dev.vman.lifecycle.NetworkRequests;
import dev.vman.lifecycle.OrphanProcess;
import dev.vman.lifecycle.ProcessRequests;
import dev.vman.lifecycle.RepairRequests;
import dev.vman.observer.VmObserver;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Turns a plan into the request for an act. */
@Singleton
class Cures {
    private static final Duration LOOK = Duration.ofSeconds(3);
    private final RepairRequests repairs;
    private final ProcessRequests processes;
    private final DiskRequests disks;
    private final CdromRequests cdroms;
    private final NetworkRequests networks;
    private final VmObserver observer;

    Cures(
            RepairRequests repairs,
            ProcessRequests processes,
            DiskRequests disks,
            CdromRequests cdroms,
            NetworkRequests networks,
            VmObserver observer) {
        this.repairs = repairs;
        this.processes = processes;
        this.disks = disks;
        this.cdroms = cdroms;
        this.networks = networks;
        this.observer = observer;
    }

    /**
     * Begins it, or only plans it. Throws {@link Failure} to refuse, and where there is no repair.
     */
    Answer begin(UUID finding, RepairAction action, Ask ask) {
        return switch (action) {
            case RepairAction.Quarantine(Path path, String why) ->
                    repairs.quarantine(finding, path, why, ask);
            case RepairAction.StopProcess(OrphanProcess process) -> processes.stop(process, ask);
            case RepairAction.AdoptVm(UUID vm) -> repairs.adopt(vm, ask);
            case RepairAction.AlignDisk(UUID disk, UUID vm) -> disks.align(disk, vm, ask);
            case RepairAction.AlignCdrom(UUID vm) -> cdroms.align(vm, ask);
            case RepairAction.Look(UUID vm) -> look(finding, vm, ask);
            case RepairAction.ApplyNetwork(UUID network) ->
                    networks.apply(new Reference.ById(network), ask);
            case RepairAction.ByHand(String remedy) -> throw none(remedy);
            case RepairAction.Leave _ -> throw none("Leave it to whoever made it.");
            case RepairAction.ReleaseBatch _ -> throw none("Repair the findings one by one.");
        };
    }

    /** A look is no act: it leaves a VM alone that an act is holding. */
    private Answer look(UUID finding, UUID vm, Ask ask) {
        if (ask.dryRun()) {
            return new Answer.Planned(new Answer.Plan("vm.look", vm, List.of("look"), List.of()));
        }
        observer.lookNow(Set.of(vm), LOOK);
        return new Answer.Unchanged(finding);
    }

    private static Failure none(String remedy) {
        return new Failure.Conflict("no-repair", "VMAN has no repair for this finding.", remedy);
    }
}
