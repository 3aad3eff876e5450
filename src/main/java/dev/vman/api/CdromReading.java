package dev.vman.api;

import dev.vman.Failure;
import dev.vman.inventory.Cdroms;
import dev.vman.inventory.Images;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmCdrom;
import dev.vman.inventory.Vms;
import dev.vman.operator.CdromSight;
import dev.vman.operator.LiveMachine;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Reads CD-ROM drives, and asks the QEMUs that have them; the version is that of the VM. */
@Singleton
class CdromReading implements Collection {
    private final Snapshot snapshot;
    private final Vms vms;
    private final Cdroms cdroms;
    private final Images images;
    private final RunningMachines machines;

    CdromReading(
            Snapshot snapshot, Vms vms, Cdroms cdroms, Images images, RunningMachines machines) {
        this.snapshot = snapshot;
        this.vms = vms;
        this.cdroms = cdroms;
        this.images = images;
        this.machines = machines;
    }

    @Override
    public String path() {
        return "vms";
    }

    @Override
    public Read<CdromView> read(UUID vm) {
        return read(new Reference.ById(vm));
    }

    Read<CdromView> read(Reference reference) {
        Read<CdromView> recorded = snapshot.read(() -> recorded(vms.require(reference)));
        return new Read<>(
                recorded.view().seen(machines.find(recorded.id()).flatMap(CdromReading::ask)),
                recorded.id(),
                recorded.version());
    }

    private Read<CdromView> recorded(Vm vm) {
        Optional<VmCdrom> drive = cdroms.of(vm.id);
        CdromView view =
                CdromView.of(
                        drive.isPresent(),
                        drive.map(row -> row.image)
                                .map(images::require)
                                .map(CdromView.Medium::of)
                                .orElse(null));
        return new Read<>(view, vm.id, vm.version);
    }

    private static Optional<CdromSight> ask(LiveMachine machine) {
        try {
            return machine.devices().cdrom();
        } catch (Failure e) {
            return Optional.empty();
        }
    }
}
