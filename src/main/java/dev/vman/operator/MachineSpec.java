package dev.vman.operator;

import dev.vman.inventory.MacAddress;
import dev.vman.inventory.VmFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A machine to launch: all that its command line depends on, chosen when the VM was created and
 * kept.
 *
 * @param machine versioned machine type, such as {@code pc-q35-7.2}
 * @param cpuModel versioned CPU model, such as {@code Westmere-v1}
 * @param uid the unprivileged user (and group) that QEMU runs as; empty: the daemon's own
 */
public record MachineSpec(
        UUID id,
        VmFolder folder,
        int cpus,
        int memoryMib,
        String machine,
        String cpuModel,
        Optional<BootFiles> boot,
        List<DriveSpec> drives,
        List<NicSpec> nics,
        OptionalInt uid) {
    public MachineSpec {
        drives = List.copyOf(drives);
        nics = List.copyOf(nics);
    }

    /** The copies of a VM's kernel and initrd in its own folder. */
    public record BootFiles(Path kernel, Optional<Path> initrd, Optional<String> cmdline) {}

    /** A NIC in user mode (SLIRP). */
    public record NicSpec(MacAddress mac) {}
}
