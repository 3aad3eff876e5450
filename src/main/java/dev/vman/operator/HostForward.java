package dev.vman.operator;

import java.util.Locale;

/**
 * A port of the host's own 127.0.0.1 that leads to one of a guest in user mode.
 *
 * @param hostPort 1 to 65535
 * @param guestPort 1 to 65535
 */
public record HostForward(Protocol protocol, int hostPort, int guestPort) {
    private static final int LAST_PORT = 65_535;
    static final String HOST = "127.0.0.1";

    /** What is forwarded. */
    public enum Protocol {
        TCP,
        UDP
    }

    public HostForward {
        check(hostPort);
        check(guestPort);
    }

    private static void check(int port) {
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("no port: " + port);
        }
    }

    /** As {@code hostfwd} has it; without a guest's address it means the one that SLIRP gives. */
    String rule() {
        return hostEnd() + "-:" + guestPort;
    }

    /** The host's end alone, by which {@code hostfwd_remove} finds it. */
    String hostEnd() {
        return protocol.name().toLowerCase(Locale.ROOT) + ":" + HOST + ":" + hostPort;
    }
}
