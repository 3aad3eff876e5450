package dev.vman.inventory;

import dev.vman.Failure;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** An Ethernet address, written {@code 52:54:00:xx:xx:xx}. */
public record MacAddress(String value) {
    // The lowest bit of the first byte says that it is a group's.
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f][02468ace](:[0-9a-f]{2}){5}");

    /** The stable address of a VM's only NIC: QEMU's prefix, and three bytes of the VM's id. */
    public static MacAddress of(UUID vm) {
        String hex = HexFormat.of().toHexDigits(vm.getLeastSignificantBits());
        return new MacAddress(
                "52:54:00:"
                        + hex.substring(10, 12)
                        + ":"
                        + hex.substring(12, 14)
                        + ":"
                        + hex.substring(14, 16));
    }

    /**
     * Reads an address that a NIC can have: six bytes with colons, neither multicast nor zero;
     * lower case.
     */
    public static MacAddress parse(String text) {
        String value = text.toLowerCase(Locale.ROOT);
        if (!SHAPE.matcher(value).matches() || value.equals("00:00:00:00:00:00")) {
            throw Failure.Invalid.field(
                    "mac", "must be an Ethernet address of one NIC, such as 52:54:00:12:34:56");
        }
        return new MacAddress(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
