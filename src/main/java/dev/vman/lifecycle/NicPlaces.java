package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.host.NamespaceName;
import dev.vman.inventory.Network;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.RootPorts;
import dev.vman.inventory.Vm;
import dev.vman.network.NetworkConfig;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.NicPlace;
import dev.vman.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Finds a VM room for one more NIC. To be called in a transaction. */
@ApplicationScoped
class NicPlaces {
    private final Nics nics;
    private final RootPorts ports;
    private final Networks networks;
    private final Operator operator;
    private final Optional<NamespaceName> namespace;

    NicPlaces(
            Nics nics,
            RootPorts ports,
            Networks networks,
            Operator operator,
            NetworkConfig config) {
        this.nics = nics;
        this.ports = ports;
        this.networks = networks;
        this.operator = operator;
        this.namespace = config.namespace().map(NamespaceName::new);
    }

    /** Throws unless the VM may be given a NIC on this network now. */
    void check(Vm vm, UUID network) {
        switch (vm.state) {
            case UNREACHABLE -> throw VmAct.unreachable(vm);
            case STARTING, STOPPING ->
                    throw VmAct.wrongState(
                            vm, "given a NIC", "Wait until it is running or stopped.");
            case RUNNING, PAUSED -> requireReach(vm, networks.require(network));
            case STOPPED, CRASHED, ERROR -> {}
        }
        NicPlace _ = free(vm);
    }

    /** Its row, in a place that nothing else has. Throws as {@link #check}. */
    Nic place(Vm vm, NicPlan plan) {
        NicPlace place = free(vm);
        Nic row = plan.row(vm.id, place.slot());
        row.port = place.port().orElseThrow();
        return row;
    }

    private NicPlace free(Vm vm) {
        int slot =
                nics.freeSlot(vm.id, NicPlace.SLOTS)
                        .orElseThrow(() ->
                                new Failure.Conflict(
                                        "too-many-nics",
                                        "VM '"
                                                + vm.name
                                                + "' has "
                                                + NicPlace.SLOTS
                                                + " NICs already, as many as a VM can have.",
                                        "Remove one first."));
        int port =
                ports.highestFree(vm.id, DriveSpec.VIRTIO_SLOTS)
                        .orElseThrow(() ->
                                new Failure.Conflict(
                                        "no-free-slot",
                                        "VM '"
                                                + vm.name
                                                + "' has all of its "
                                                + DriveSpec.VIRTIO_SLOTS
                                                + " PCIe ports taken, by virtio disks and by NICs"
                                                + " that were added later.",
                                        "Detach a virtio disk (bus 'scsi' takes no port), or remove"
                                                + " a NIC."));
        return new NicPlace(slot, Optional.of(port));
    }

    /** A process can't change its network namespace: it opens taps where it was started. */
    private void requireReach(Vm vm, Network network) {
        if (network.mode.hasBridge() && !DiskAct.machine(operator, vm.id).isIn(namespace)) {
            throw new Failure.Conflict(
                    "outside-namespace",
                    "VM '"
                            + vm.name
                            + "' was started without a NIC on a bridge, so its QEMU is not in the"
                            + " network namespace where network '"
                            + network.name
                            + "' is.",
                    "Stop the VM, add the NIC, and start it again.");
        }
    }
}
