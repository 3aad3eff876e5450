package dev.vman.operator;

import dev.vman.host.CommandLimits;
import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether KVM really runs guests, by running one ({@link LongModeProbe}): that the device
 * exists, opens, and lets QEMU start proves nothing. A KVM that can't provide the CPU model of VMs
 * is refused as well.
 *
 * @param uid who runs guests, and so must be able to use KVM; empty: the daemon's own user
 * @param deadline for the guest to report
 */
record AcceleratorProbe(
        Commands commands, String qemu, Path kvmDevice, Optional<Integer> uid, Duration deadline) {
    /** A working accelerator takes 0.1 s. */
    static final Duration DEADLINE = Duration.ofSeconds(2);

    /** Never fails: whatever goes wrong is a reason for emulation. */
    Accelerator probe(String machine, String cpuModel) {
        if (!Files.exists(kvmDevice)) {
            return Accelerator.tcg("There is no " + kvmDevice + " here, so guests are emulated.");
        }
        try {
            return new AcceleratorVerdict(cpuModel, deadline)
                    .of(run("kvm", machine, enforced(cpuModel)));
        } catch (IOException e) {
            return Accelerator.tcg(
                    "KVM could not be tried (" + e.getMessage() + "), so guests are emulated.");
        }
    }

    /** Without this QEMU only warns, and a guest gets less than its CPU model promises. */
    static String enforced(String cpuModel) {
        return cpuModel + ",enforce";
    }

    CommandResult run(String accelerator, String machine, String cpuModel) throws IOException {
        return run(accelerator, machine, cpuModel, LongModeProbe.image());
    }

    /** Runs firmware of the caller's. */
    CommandResult run(String accelerator, String machine, String cpuModel, byte[] firmware)
            throws IOException {
        Path image = Files.createTempFile("vman-long-mode", ".bin");
        try {
            Files.write(image, firmware);
            // QEMU may run as another user.
            Files.setPosixFilePermissions(image, PosixFilePermissions.fromString("rw-r--r--"));
            List<String> command = command(accelerator, machine, cpuModel, image);
            return commands.run(new CommandRequest(command, deadline, uid, CommandLimits.NONE));
        } finally {
            Files.deleteIfExists(image);
        }
    }

    private List<String> command(String accelerator, String machine, String cpuModel, Path image) {
        return new QemuArguments(qemu)
                .flag("-nodefaults")
                .flag("-no-user-config")
                .flag("-no-reboot")
                .option("-display", "none")
                .option("-machine", machine + ",accel=" + accelerator)
                .option("-cpu", cpuModel)
                .option("-m", "size=16M")
                .option("-bios", image.toString())
                .option("-device", "isa-debug-exit,iobase=" + LongModeProbe.PORT + ",iosize=0x04")
                .list();
    }
}
