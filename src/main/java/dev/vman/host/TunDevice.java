package dev.vman.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/** The device through which programs open taps. */
public final class TunDevice {
    private static final Path DEVICE = Path.of("/dev/net/tun");
    private static final Set<PosixFilePermission> OPEN =
            PosixFilePermissions.fromString("rw-rw-rw-");

    private TunDevice() {}

    /**
     * Lets every user open it, as udev does where it runs; what a user can do with it then needs
     * rights to the very tap. False, and nothing is changed, where they may already.
     *
     * @throws IOException if it is not there, or not ours to change
     * @see <a href="https://docs.kernel.org/networking/tuntap.html">Universal TUN/TAP device
     *     driver</a>
     */
    public static boolean share() throws IOException {
        Set<PosixFilePermission> mode = new HashSet<>(Files.getPosixFilePermissions(DEVICE));
        boolean changed = mode.addAll(OPEN);
        if (changed) {
            Files.setPosixFilePermissions(DEVICE, mode);
        }
        return changed;
    }
}
