package dev.vman.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a daemon that dies and comes back. It is below those that Linux gives to clients by
 * itself (32768 and up), one of which might have it when the daemon returns.
 */
final class LastingPort {
    private static final int LOWEST = 12_000;
    private static final int END = 32_000;
    private static final int TRIES = 100;

    private LastingPort() {}

    static int free() throws IOException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, END);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port in " + TRIES + " tries");
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
