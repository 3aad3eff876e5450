package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Boot;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.Name;
import dev.vman.operator.BootFiles;
import dev.vman.operator.Chipset;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds a manifest to what a request could have asked for, and VMAN chosen. JSON may leave anything
 * out, whatever the record's types say.
 */
@ApplicationScoped
class ManifestCheck {
    private static final Pattern MACHINE =
            Pattern.compile("pc-q35-\\d{1,3}\\.\\d{1,3}(\\.\\d{1,3})?|" + Chipset.MICROVM_TYPE);
    private static final Pattern CPU_MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int LONGEST_PATH = 4096;
    private final VmValues values;
    private final Operator operator;

    ManifestCheck(VmValues values, Operator operator) {
        this.values = values;
        this.operator = operator;
    }

    /** Throws {@link dev.vman.Failure.Invalid} unless it is a sound manifest of this VM. */
    void check(UUID vm, Manifest manifest) {
        new Checks()
                .require(manifest.schema() == Manifest.SCHEMA, "schema", "is not known here")
                .require(vm.equals(manifest.id()), "id", "is not the folder's name")
                .done();
        requireAll(manifest);
        new Checks()
                .check(() -> values.name(manifest.name()))
                .check(() -> values.cpus(manifest.cpus()))
                .check(() -> values.memory(manifest.memoryMib()))
                .check(() -> checkNetwork(manifest.network()))
                .check(() -> values.labels(manifest.labels()))
                .check(() -> values.startOrder(manifest.startOrder()))
                .check(() -> checkBoot(manifest.boot()))
                .check(() -> checkMetadata(manifest.metadata()))
                .require(isMachine(manifest.machine()), "machine", "is no machine type of VMAN's")
                .require(isCpuModel(manifest.cpuModel()), "cpuModel", "is no CPU model")
                .require(manifest.epoch() >= 0, "epoch", "must not be negative")
                .done();
        checkDisks(manifest.disks());
        checkNics(Objects.requireNonNullElse(manifest.nics(), List.of()));
    }

    /** One that is not there any more is no reason to refuse: there is the default one. */
    private static void checkNetwork(String network) {
        try {
            Name _ = new Name(network);
        } catch (Failure.Invalid e) {
            throw Failure.Invalid.field("network", e.errors().getFirst().message());
        }
    }

    private static void checkNics(List<Manifest.NicEntry> nics) {
        Checks checks = new Checks();
        for (Manifest.NicEntry nic : nics) {
            checks.require(
                    nic != null && nic.id() != null && nic.mac() != null && nic.network() != null,
                    "nics",
                    "must have id, network and mac");
        }
        checks.done();
        nics.forEach(nic -> {
            checks.check(() -> MacAddress.parse(nic.mac()));
            checks.check(() -> checkNetwork(nic.network()));
        });
        checks.require(
                        nics.stream().map(Manifest.NicEntry::id).distinct().count() == nics.size()
                                && nics.size() <= NicValues.MOST,
                        "nics",
                        "must be different ones, and not too many")
                .done();
    }

    private static void requireAll(Manifest manifest) {
        new Checks()
                .require(Objects.nonNull(manifest.name()), "name", "is missing")
                .require(Objects.nonNull(manifest.host()), "host", "is missing")
                .require(Objects.nonNull(manifest.labels()), "labels", "is missing")
                .require(Objects.nonNull(manifest.machine()), "machine", "is missing")
                .require(Objects.nonNull(manifest.cpuModel()), "cpuModel", "is missing")
                .require(Objects.nonNull(manifest.network()), "network", "is missing")
                .require(Objects.nonNull(manifest.restart()), "restart", "is missing")
                .require(Objects.nonNull(manifest.createdAt()), "createdAt", "is missing")
                .require(Objects.nonNull(manifest.disks()), "disks", "is missing")
                .done();
    }

    /** An older QEMU's type is kept, though nothing of it may start here. */
    private boolean isMachine(String machine) {
        return MACHINE.matcher(machine).matches()
                || machine.equals(operator.capabilities().defaultMachine());
    }

    private boolean isCpuModel(String model) {
        return CPU_MODEL.matcher(model).matches()
                || model.equals(operator.capabilities().cpuModel());
    }

    /** The files were copied when the VM was made; where they came from need not be there. */
    private static void checkBoot(@Nullable Boot boot) {
        if (boot == null) {
            return;
        }
        Checks checks = new Checks().require(isPath(boot.kernel()), "boot.kernel", "is no path");
        if (boot.initrd() != null) {
            checks.require(isPath(boot.initrd()), "boot.initrd", "is no path");
        }
        String cmdline = boot.cmdline();
        if (cmdline != null) {
            checks.check(() -> BootFiles.checkCmdline(cmdline));
        }
        checks.done();
    }

    private static void checkMetadata(@Nullable Metadata metadata) {
        if (metadata != null) {
            metadata.check("metadata.");
        }
    }

    private static boolean isPath(@Nullable String path) {
        return path != null
                && !path.isEmpty()
                && path.length() <= LONGEST_PATH
                && path.chars().noneMatch(Character::isISOControl);
    }

    private static void checkDisks(List<Manifest.DiskEntry> disks) {
        new Checks()
                .require(disks.stream().noneMatch(Objects::isNull), "disks", "must be objects")
                .done();
        Set<UUID> ids = new HashSet<>();
        Set<String> places = new HashSet<>();
        Checks checks = new Checks();
        for (Manifest.DiskEntry disk : disks) {
            checks.check(() -> checkDisk(disk))
                    .require(ids.add(disk.id()), "disks.id", "is there twice: " + disk.id())
                    .require(
                            places.add(disk.bus() + " " + disk.slot()),
                            "disks.slot",
                            "is there twice: " + disk.slot());
        }
        checks.require(
                        disks.stream().filter(Manifest.DiskEntry::root).count() <= 1,
                        "disks.root",
                        "must be one at most")
                .done();
    }

    private static void checkDisk(Manifest.DiskEntry disk) {
        new Checks()
                .require(Objects.nonNull(disk.id()), "disks.id", "is missing")
                .require(Objects.nonNull(disk.name()), "disks.name", "is missing")
                .require(Objects.nonNull(disk.format()), "disks.format", "is missing")
                .require(isSlot(disk), "disks.slot", "is none of its bus")
                .require(
                        disk.image() == null || disk.format() == DiskFormat.QCOW2,
                        "disks.image",
                        "is only for qcow2")
                .done();
        new Checks()
                .check(() -> new Name(disk.name()))
                .check(() -> new ByteSize(disk.sizeBytes()))
                .done();
    }

    private static boolean isSlot(Manifest.DiskEntry disk) {
        DiskBus bus = disk.bus();
        Integer slot = disk.slot();
        if (bus == null || slot == null) {
            return false;
        }
        int slots =
                switch (bus) {
                    case VIRTIO -> DriveSpec.VIRTIO_SLOTS;
                    case SCSI -> DriveSpec.SCSI_SLOTS;
                };
        return slot >= 0 && slot < slots;
    }
}
