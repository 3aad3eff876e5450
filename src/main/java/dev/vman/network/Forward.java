package dev.vman.network;

import dev.vman.inventory.Ipv4Address;

/** A port of the host (or of the namespace) that leads to one of a guest. */
public record Forward(Protocol protocol, int hostPort, Ipv4Address guest, int guestPort) {
    /** What is forwarded. */
    public enum Protocol {
        TCP,
        UDP
    }
}
