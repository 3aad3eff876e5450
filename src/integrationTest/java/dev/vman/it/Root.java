package dev.vman.it;

import dev.vman.host.FileTrees;
import java.io.IOException;
import java.nio.file.Path;

/** Whether these tests, and so the daemon, run as root. */
final class Root {
    private Root() {}

    static boolean is() throws IOException {
        return FileTrees.ownerOf(Path.of("/proc/self")) == 0;
    }
}
