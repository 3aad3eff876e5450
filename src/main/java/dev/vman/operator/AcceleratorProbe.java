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
 * exists, opens, and lets QEMU start proves nothing.
 *
 * @param uid who runs guests, and so must be able to use KVM; empty: the daemon's own user
 */
record AcceleratorProbe(Commands commands, String qemu, Path kvmDevice, Optional<Integer> uid) {
    /** A working accelerator takes 50 ms. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    /** Never fails: whatever goes wrong is a reason for emulation. */
    Accelerator probe(String machine, String cpuModel) {
        if (!Files.exists(kvmDevice)) {
            return Accelerator.tcg("There is no " + kvmDevice + " here, so guests are emulated.");
        }
        try {
            return judge(run("kvm", machine, cpuModel));
        } catch (IOException e) {
            return Accelerator.tcg(
                    "KVM could not be tried (" + e.getMessage() + "), so guests are emulated.");
        }
    }

    CommandResult run(String accelerator, String machine, String cpuModel) throws IOException {
        Path image = Files.createTempFile("vman-long-mode", ".bin");
        try {
            Files.write(image, LongModeProbe.image());
            // QEMU may run as another user.
            Files.setPosixFilePermissions(image, PosixFilePermissions.fromString("rw-r--r--"));
            List<String> command = command(accelerator, machine, cpuModel, image);
            return commands.run(new CommandRequest(command, DEADLINE, uid, CommandLimits.NONE));
        } finally {
            Files.deleteIfExists(image);
        }
    }

    private List<String> command(String accelerator, String machine, String cpuModel, Path image) {
        return new QemuArguments(qemu)
                .flag("-nodefaults")
                .flag("-no-user-config")
                .option("-display", "none")
                .option("-machine", machine + ",accel=" + accelerator)
                .option("-cpu", cpuModel)
                .option("-m", "size=16M")
                .option("-bios", image.toString())
                .option("-device", "isa-debug-exit,iobase=" + LongModeProbe.PORT + ",iosize=0x04")
                .list();
    }

    private Accelerator judge(CommandResult result) {
        if (result.timedOut()) {
            return Accelerator.tcg(
                    "KVM is here, but a guest under it hung (no answer within "
                            + DEADLINE.toSeconds()
                            + " s), so guests are emulated.");
        }
        if (result.exitCode() == LongModeProbe.EXIT_CODE) {
            return Accelerator.kvm("KVM is here, and ran a small 64-bit guest.");
        }
        String words =
                LaunchFailure.lastWords(result.stderr()).orElse("exit code " + result.exitCode());
        return Accelerator.tcg(
                "KVM is here, but a guest under it failed ("
                        + words
                        + "), so guests are emulated.");
    }
}
