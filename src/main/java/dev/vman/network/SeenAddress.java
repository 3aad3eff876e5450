package dev.vman.network;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;

/**
 * An address as the host knows it.
 *
 * @param how from DHCP's lease file, from the kernel's neighbour table, or from the guest's agent
 */
public record SeenAddress(MacAddress mac, Ipv4Address ip, How how) {
    /** Who says so. */
    public enum How {
        LEASED,
        SEEN,
        REPORTED
    }
}
