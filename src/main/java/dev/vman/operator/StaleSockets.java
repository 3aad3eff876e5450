package dev.vman.operator;

import dev.vman.host.BoundSockets;
import dev.vman.inventory.VmFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** What is left of the sockets of a QEMU whose end nobody watched, as after a reboot. */
public final class StaleSockets {
    private static final Logger LOG = Logger.getLogger(StaleSockets.class);
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private final Path shortPath;

    /** {@code shortPath}: where run folders are put whose socket paths would be too long. */
    public StaleSockets(Path shortPath) {
        this.shortPath = shortPath;
    }

    /**
     * Removes from the VM's run folder every socket that nobody listens on, and nothing else. To be
     * called when its process is proven gone, and while no act can start another.
     */
    public void remove(VmFolder vm) {
        Path run = new RunFolder(vm, shortPath).path();
        if (!Files.isDirectory(run, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(run, StaleSockets::isStale)) {
            for (Path socket : entries) {
                boolean _ = Files.deleteIfExists(socket);
            }
        } catch (IOException e) {
            // They stay, and a finding says so.
            LOG.debugf("sockets of %s: %s", vm.vm(), e.getMessage());
        }
    }

    private static boolean isStale(Path entry) throws IOException {
        Object mode = Files.getAttribute(entry, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return ((Integer) mode & FILE_TYPE) == SOCKET && BoundSockets.of(entry).isAbsent();
    }
}
