package dev.vman.network;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The place of one NIC on a bridge. Wanted from before its VM's process is spawned until that is
 * proven gone.
 *
 * @param hostname what its DHCP and DNS names are made of; a DNS label
 * @param uid the user that its QEMU runs as, who may open the tap; empty: the daemon's own
 */
public record Port(
        UUID nic, UUID vm, String hostname, MacAddress mac, Ipv4Address ip, OptionalInt uid) {
    /** What the names of our taps begin with. */
    public static final String TAP_PREFIX = "vt";

    private static final int HEX_DIGITS = 10;
    private static final Pattern TAP_NAME = Pattern.compile(TAP_PREFIX + "[0-9a-f]{10}");

    /** The tap's name: {@code vt} and ten digits of the NIC's id. */
    public String tap() {
        return tapOf(nic);
    }

    /** As {@link #tap()}, of any NIC. */
    public static String tapOf(UUID nic) {
        String hex = HexFormat.of().toHexDigits(nic.getLeastSignificantBits());
        return TAP_PREFIX + hex.substring(hex.length() - HEX_DIGITS);
    }

    static boolean isTapName(String name) {
        return TAP_NAME.matcher(name).matches();
    }
}
