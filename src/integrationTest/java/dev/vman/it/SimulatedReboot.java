package dev.vman.it;

import java.io.IOException;

/**
 * A reboot of the host, as the next daemon finds it: no process of before is left, files and stale
 * sockets are, and every recorded process is of another boot.
 */
final class SimulatedReboot {
    private static final String EARLIER_BOOT = "00000000-0000-4000-8000-000000000000";

    private SimulatedReboot() {}

    static void of(VmanDaemon daemon) throws IOException {
        daemon.kill();
        powerOff(daemon);
        daemon.startAgain();
    }

    /** For a daemon that is dead already; leaves it so. */
    static void powerOff(VmanDaemon daemon) {
        daemon.qemus().killAll();
        RecordedProcess.setBootOfAll(daemon.storage(), EARLIER_BOOT);
    }
}
