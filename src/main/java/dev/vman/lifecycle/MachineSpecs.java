package dev.vman.lifecycle;

import dev.vman.host.NamespaceName;
import dev.vman.inventory.Boot;
import dev.vman.inventory.Cdroms;
import dev.vman.inventory.Disk;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Firmware;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.PortForwards;
import dev.vman.inventory.Protocol;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmCdrom;
import dev.vman.inventory.VmFolder;
import dev.vman.inventory.Vms;
import dev.vman.network.NetworkConfig;
import dev.vman.network.Port;
import dev.vman.operator.CdromSpec;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.HostForward;
import dev.vman.operator.MachineSpec;
import dev.vman.operator.NicPlace;
import dev.vman.operator.UefiFirmware;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** What the database says of a VM, as the operator wants it. */
@ApplicationScoped
class MachineSpecs {
    private final StorageLayout layout;
    private final Vms vms;
    private final Disks disks;
    private final Nics nics;
    private final Networks networks;
    private final PortForwards forwards;
    private final NetworkConfig network;
    private final GuestSeeds seeds;
    private final Cdroms cdroms;
    private final IsoImages isos;

    MachineSpecs(
            StorageLayout layout,
            Vms vms,
            Disks disks,
            Nics nics,
            Networks networks,
            PortForwards forwards,
            NetworkConfig network,
            GuestSeeds seeds,
            Cdroms cdroms,
            IsoImages isos) {
        this.layout = layout;
        this.vms = vms;
        this.disks = disks;
        this.nics = nics;
        this.networks = networks;
        this.forwards = forwards;
        this.network = network;
        this.seeds = seeds;
        this.cdroms = cdroms;
        this.isos = isos;
    }

    /**
     * Reads the rows, in the present transaction or one of its own. A disk or NIC that is to leave
     * the VM is not part of it.
     */
    MachineSpec of(UUID vm) {
        return QuarkusTransaction.joiningExisting().call(() -> of(vms.require(vm), disks.of(vm)));
    }

    private MachineSpec of(Vm vm, List<Disk> attached) {
        VmFolder folder = layout.vm(vm.id);
        return new MachineSpec(
                vm.id,
                folder,
                vm.cpus,
                vm.memoryMib,
                vm.machine,
                vm.cpuModel,
                vm.boot().map(boot -> bootFiles(boot, folder)),
                attached.stream().filter(disk -> !disk.detachPending).map(this::drive).toList(),
                nics.of(vm.id).stream().filter(nic -> !nic.detachPending).map(this::nic).toList(),
                uid(vm),
                network.namespace().map(NamespaceName::new),
                seeds.of(vm, attached),
                vm.firmware == Firmware.UEFI
                        ? Optional.of(UefiFirmware.of(folder.uefiVariables()))
                        : Optional.empty(),
                cdroms.of(vm.id).map(drive -> cdrom(vm, drive, attached)));
    }

    private CdromSpec cdrom(Vm vm, VmCdrom drive, List<Disk> attached) {
        return new CdromSpec(
                Optional.ofNullable(drive.image).map(isos::medium),
                vm.bootFirst,
                attached.stream().filter(disk -> disk.root).map(disk -> disk.id).findFirst());
    }

    /** The NIC as its VM has it. To be called in a transaction. */
    MachineSpec.NicSpec nic(Nic nic) {
        NicPlace place = place(nic);
        if (networks.require(nic.network).mode.hasBridge()) {
            return new MachineSpec.NicSpec.Tap(place, nic.mac, Port.tapOf(nic.id));
        }
        List<HostForward> rules =
                nic.slot == 0
                        ? forwards.of(nic.vm).stream()
                                .map(row -> rule(row.protocol, row.hostPort, row.guestPort))
                                .toList()
                        : List.of();
        return new MachineSpec.NicSpec.User(place, nic.mac, rules);
    }

    static NicPlace place(Nic nic) {
        return new NicPlace(nic.slot, Optional.ofNullable(nic.port));
    }

    /** The same as QEMU has it. */
    static HostForward rule(Protocol protocol, int hostPort, int guestPort) {
        HostForward.Protocol known =
                switch (protocol) {
                    case TCP -> HostForward.Protocol.TCP;
                    case UDP -> HostForward.Protocol.UDP;
                };
        return new HostForward(known, hostPort, guestPort);
    }

    private static MachineSpec.BootFiles bootFiles(Boot boot, VmFolder folder) {
        return new MachineSpec.BootFiles(
                folder.kernel(),
                Optional.ofNullable(boot.initrd()).map(_ -> folder.initrd()),
                Optional.ofNullable(boot.cmdline()));
    }

    /** The disk as its VM has it; it must be attached. */
    DriveSpec drive(Disk disk) {
        return new DriveSpec(
                disk.id,
                layout.disk(disk.id, disk.format),
                disk.format,
                Objects.requireNonNull(disk.bus),
                Objects.requireNonNull(disk.slot),
                disk.readOnly,
                Optional.ofNullable(disk.image).map(image -> layout.image(image, ImageKind.DISK)));
    }

    static OptionalInt uid(Vm vm) {
        return vm.uid == null ? OptionalInt.empty() : OptionalInt.of(vm.uid);
    }
}
