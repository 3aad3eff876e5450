package dev.vman.inventory;

import java.util.HexFormat;
import java.util.UUID;

/** An Ethernet address, written {@code 52:54:00:xx:xx:xx}. */
public record MacAddress(String value) {
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

    @Override
    public String toString() {
        return value;
    }
}
