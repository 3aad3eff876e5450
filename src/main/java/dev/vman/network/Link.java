package dev.vman.network;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A link as the kernel shows it.
 *
 * @param mac lower case; empty where it has none
 * @param up whether it is wanted to be up, not whether somebody is at its other end
 * @param owner who may open a tap
 * @param addresses IPv4, with their prefix: {@code 10.77.0.1/24}
 * @param vlan the VLAN of a filtering bridge's ports; empty: it filters none
 */
record Link(
        int index,
        String name,
        Kind kind,
        String mac,
        boolean up,
        Optional<String> master,
        String group,
        OptionalInt owner,
        Set<String> addresses,
        OptionalInt vlan) {

    /** What we make, and everything else. */
    enum Kind {
        BRIDGE,
        TAP,
        OTHER
    }
}
