package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a network gives its guests. */
public enum NetworkMode {
    /** A bridge, DHCP, and the outside by NAT. */
    BRIDGE,
    /** A bridge and DHCP; no way out. */
    ISOLATED,
    /** QEMU's own user-mode network (SLIRP): needs no rights, guests don't see each other. */
    USER;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its guests are on a bridge, each with an address that we gave it. */
    public boolean hasBridge() {
        return this != USER;
    }
}
