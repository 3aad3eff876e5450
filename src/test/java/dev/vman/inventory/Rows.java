package dev.vman.inventory;

import java.util.UUID;

/** Rows for tests, with everything that the database wants. */
public final class Rows {
    private Rows() {}

    /** A VM of this state, on a host of its own. */
    public static Vm vm(VmState state) {
        UUID id = UUID.randomUUID();
        Vm vm = new Vm();
        vm.id = id;
        vm.name = "vm-" + id.toString().substring(0, 18);
        vm.host = "test-host";
        vm.cpus = 1;
        vm.memoryMib = 64;
        vm.machine = "pc-q35-7.2";
        vm.cpuModel = "max";
        vm.network = "default";
        vm.restart = RestartPolicy.NEVER;
        vm.desiredState = DesiredState.STOPPED;
        vm.state = state;
        return vm;
    }

    /** A data disk that no VM has. */
    public static Disk disk() {
        UUID id = UUID.randomUUID();
        Disk disk = new Disk();
        disk.id = id;
        disk.name = "d-" + id.toString().substring(0, 18);
        disk.sizeBytes = 1 << 20;
        disk.format = DiskFormat.RAW;
        disk.state = DiskState.AVAILABLE;
        return disk;
    }

    /** The same disk on a VM. */
    public static Disk attached(Disk disk, Vm vm, DiskBus bus, int slot) {
        disk.state = DiskState.ATTACHED;
        disk.vm = vm.id;
        disk.bus = bus;
        disk.slot = slot;
        return disk;
    }

    /** An empty CD-ROM drive of the VM. */
    public static VmCdrom cdrom(Vm vm) {
        VmCdrom drive = new VmCdrom(vm.id);
        drive.fitted = true;
        return drive;
    }

    /** An image that is ready. */
    public static Image image(ImageKind kind) {
        UUID id = UUID.randomUUID();
        Image image = new Image();
        image.id = id;
        image.name = "i-" + id.toString().substring(0, 18);
        image.kind = kind;
        image.state = ImageState.READY;
        image.source = "test";
        return image;
    }
}
