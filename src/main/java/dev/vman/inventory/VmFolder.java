package dev.vman.inventory;

import java.nio.file.Path;
import java.util.UUID;

/**
 * The files of one VM. {@code folder} is the daemon's alone; {@code run} is the VM's own, and
 * nothing in it is to be believed.
 */
public record VmFolder(UUID vm, Path folder) {
    /** The name of {@link #seed()}. */
    public static final String SEED = "seed.img";

    public Path kernel() {
        return folder.resolve("kernel");
    }

    public Path initrd() {
        return folder.resolve("initrd");
    }

    /** What cloud-init reads in the guest, made anew for each start. */
    public Path seed() {
        return folder.resolve(SEED);
    }

    /** What its UEFI remembers. */
    public Path uefiVariables() {
        return folder.resolve("uefi-vars.fd");
    }

    /** Enough to rebuild the VM's rows. */
    public Path manifest() {
        return folder.resolve("manifest.json");
    }

    /** What runs now: arguments, QEMU version, process identity. */
    public Path launch() {
        return folder.resolve("launch.json");
    }

    public Path run() {
        return folder.resolve("run");
    }

    public Path qmpSocket() {
        return run().resolve("qmp.sock");
    }

    /** The second QMP socket, for people and rescue. */
    public Path spareSocket() {
        return run().resolve("qmp-spare.sock");
    }

    /** Of the guest's agent. */
    public Path agentSocket() {
        return run().resolve("agent.sock");
    }

    /** What the bytes of a guest's files go over. */
    public Path filesSocket() {
        return run().resolve("files.sock");
    }

    public Path serialSocket() {
        return run().resolve("serial.sock");
    }

    /** The screen: RFB. */
    public Path vncSocket() {
        return run().resolve("vnc.sock");
    }

    /** QEMU's own output. */
    public Path qemuLog() {
        return run().resolve("qemu.log");
    }

    /** What the guest wrote to its serial line. */
    public Path consoleLog() {
        return run().resolve("console.log");
    }
}
