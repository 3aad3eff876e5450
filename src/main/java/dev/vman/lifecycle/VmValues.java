package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Boot;
import dev.vman.inventory.BootDevice;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.Firmware;
import dev.vman.inventory.Labels;
import dev.vman.inventory.Name;
import dev.vman.inventory.Network;
import dev.vman.operator.BootFiles;
import dev.vman.operator.Chipset;
import dev.vman.operator.HostCapabilities;
import dev.vman.operator.Operator;
import dev.vman.operator.UefiFirmware;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the values of VMs and templates against what this host can do; null passes. */
@ApplicationScoped
class VmValues {
    private static final int LEAST_MEMORY_MIB = 16;
    private static final int MOST_START_ORDER = 1_000_000;
    private final Operator operator;
    private final MemoryAdmission memory;
    private final BootFiles bootFiles;
    private final NicValues nics;

    VmValues(Operator operator, MemoryAdmission memory, BootFiles bootFiles, NicValues nics) {
        this.operator = operator;
        this.memory = memory;
        this.bootFiles = bootFiles;
        this.nics = nics;
    }

    void name(@Nullable String name) {
        if (name != null) {
            Name _ = new Name(name);
        }
    }

    void firmware(@Nullable Firmware firmware) {
        if (firmware == Firmware.UEFI && !operator.capabilities().dryRun()) {
            UefiFirmware.requireAny("firmware");
        }
    }

    /** A microvm has neither a boot loader's firmware nor a disk that one could read. */
    static void microvm(
            @Nullable String machine, @Nullable Boot boot, @Nullable Firmware firmware) {
        if (Chipset.of(machine) == Chipset.MICROVM) {
            new Checks()
                    .require(
                            boot != null,
                            "boot",
                            "is needed by a 'microvm', which boots a kernel directly")
                    .require(
                            firmware != Firmware.UEFI,
                            "firmware",
                            "can't be 'uefi' on a 'microvm', which boots a kernel directly")
                    .done();
        }
    }

    void cpus(@Nullable Integer cpus) {
        int most = operator.capabilities().maxCpus();
        if (cpus != null && (cpus < 1 || cpus > most)) {
            throw Failure.Invalid.field("cpus", "must be from 1 to " + most);
        }
    }

    void memory(@Nullable Integer mib) {
        if (mib != null) {
            if (mib < LEAST_MEMORY_MIB) {
                throw Failure.Invalid.field(
                        "memoryMib", "must be " + LEAST_MEMORY_MIB + " at least");
            }
            memory.checkPossible(mib);
        }
    }

    void diskSize(@Nullable Long bytes) {
        if (bytes != null) {
            diskSize("diskSizeBytes", bytes);
        }
    }

    /** The size, with errors that name this field. */
    static ByteSize diskSize(String field, long bytes) {
        try {
            return new ByteSize(bytes);
        } catch (Failure.Invalid e) {
            throw Failure.Invalid.field(field, e.errors().getFirst().message());
        }
    }

    void labels(@Nullable Map<String, String> labels) {
        if (labels != null) {
            Labels.check(labels);
        }
    }

    void boot(@Nullable Boot boot) {
        if (boot != null) {
            bootFiles.check(boot);
        }
    }

    void startOrder(@Nullable Integer order) {
        if (order != null && (order < 0 || order > MOST_START_ORDER)) {
            throw Failure.Invalid.field("startOrder", "must be from 0 to " + MOST_START_ORDER);
        }
    }

    static void bootOrder(@Nullable List<BootDevice> order) {
        if (order == null) {
            return;
        }
        boolean once = new HashSet<>(order).size() == order.size();
        if (order.isEmpty() || order.contains(null) || !once) {
            throw Failure.Invalid.field(
                    "bootOrder", "must name 'disk', 'cdrom' or both, each once at most");
        }
    }

    void network(@Nullable String network) {
        if (network != null) {
            Network _ = QuarkusTransaction.joiningExisting().call(() -> nics.network(network));
        }
    }

    void machine(@Nullable String machine) {
        if (machine != null) {
            machineType(machine);
        }
    }

    /** The versioned machine type that is meant; {@code q35} and null mean the host's newest. */
    String machineType(@Nullable String machine) {
        HostCapabilities host = operator.capabilities();
        if (machine == null || machine.equals("q35")) {
            return host.defaultMachine();
        }
        if (!host.machineTypes().contains(machine)) {
            throw Failure.Invalid.field(
                    "machine", "must be 'q35' or one of " + host.machineTypes());
        }
        return machine;
    }
}
