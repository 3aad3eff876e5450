package dev.vman.operator;

import dev.vman.host.NamespaceName;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.VmFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A machine to launch: all that its command line depends on, chosen when the VM was created and
 * kept.
 *
 * @param machine versioned machine type, such as {@code pc-q35-7.2}, or {@code microvm}
 * @param cpuModel versioned CPU model, such as {@code Westmere-v1}
 * @param uid the unprivileged user (and group) that QEMU runs as; empty: the daemon's own
 * @param namespace where its taps are; a machine without taps does not go there
 * @param seed what cloud-init is told in the guest; empty: there is no seed
 * @param uefi what it boots with; empty: a BIOS
 * @param cdrom empty: it has no CD-ROM drive
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
        OptionalInt uid,
        Optional<NamespaceName> namespace,
        Optional<GuestSeed> seed,
        Optional<UefiFirmware> uefi,
        Optional<CdromSpec> cdrom) {
    public MachineSpec {
        drives = List.copyOf(drives);
        nics = List.copyOf(nics);
    }

    /**
     * A machine with a BIOS, without a seed and a CD-ROM drive, whose links, if it has any, are the
     * host's own.
     */
    public MachineSpec(
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
        this(
                id,
                folder,
                cpus,
                memoryMib,
                machine,
                cpuModel,
                boot,
                drives,
                nics,
                uid,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Chipset chipset() {
        return Chipset.of(machine);
    }

    /** Whether NICs of it are on bridges: their ends are links, which may live in a namespace. */
    public boolean onBridges() {
        return nics.stream().anyMatch(NicSpec.Tap.class::isInstance);
    }

    /** The copies of a VM's kernel and initrd in its own folder. */
    public record BootFiles(Path kernel, Optional<Path> initrd, Optional<String> cmdline) {}

    /** Where a NIC leads to. */
    public sealed interface NicSpec {
        NicPlace place();

        MacAddress mac();

        /** User mode (SLIRP): needs no rights; reachable through forwards alone. */
        record User(NicPlace place, MacAddress mac, List<HostForward> forwards) implements NicSpec {
            public User {
                forwards = List.copyOf(forwards);
            }

            /** The first one. */
            public User(MacAddress mac, List<HostForward> forwards) {
                this(NicPlace.fixed(0), mac, forwards);
            }
        }

        /** A tap that is there already, and that QEMU's user may open. */
        record Tap(NicPlace place, MacAddress mac, String ifname) implements NicSpec {
            private static final Pattern LINK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,14}");

            public Tap {
                if (!LINK.matcher(ifname).matches()) {
                    throw new IllegalArgumentException("no name of a link: " + ifname);
                }
            }

            /** The first one. */
            public Tap(MacAddress mac, String ifname) {
                this(NicPlace.fixed(0), mac, ifname);
            }
        }
    }
}
