package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.journal.Step;
import dev.vman.journal.StepContext;
import dev.vman.operator.MachineSpec.NicSpec;
import dev.vman.operator.Operator;
import java.util.Optional;
import java.util.UUID;

/** Plugs a NIC into its VM's QEMU; does nothing where there is none. */
final class PlugNic implements Step {
    private final UUID vm;
    private final Once<Optional<NicSpec>> nic;
    private final Operator operator;

    PlugNic(UUID vm, Once<Optional<NicSpec>> nic, Operator operator) {
        this.vm = vm;
        this.nic = nic;
        this.operator = operator;
    }

    @Override
    public String name() {
        return "plug";
    }

    /** Reads what the plug needs while the rows are at hand. */
    @Override
    public void announced() {
        Optional<NicSpec> _ = nic.get();
    }

    @Override
    public Probe probe() {
        return nic.get().map(this::probe).orElse(Probe.NOT_DONE);
    }

    private Probe probe(NicSpec wanted) {
        String device = wanted.place().deviceId();
        try {
            boolean there =
                    DiskAct.machine(operator, vm).devices().nics().stream()
                            .anyMatch(plugged -> plugged.deviceId().equals(device));
            return there ? Probe.DONE : Probe.NOT_DONE;
        } catch (Failure.Unavailable e) {
            return DeviceProbe.unanswered(operator, vm);
        }
    }

    @Override
    public void perform(StepContext context) {
        nic.get().ifPresent(wanted -> DiskAct.machine(operator, vm).devices().plugNic(wanted));
    }

    /** A failed plug leaves nothing in QEMU; one that was not answered may. */
    @Override
    public void undo() {
        if (probe() != Probe.NOT_DONE) {
            throw Failure.Unavailable.now(
                    "vm-unreachable",
                    "It can't be told whether QEMU has the NIC.",
                    "Look at the VM's NICs when the VM answers again.");
        }
    }
}
