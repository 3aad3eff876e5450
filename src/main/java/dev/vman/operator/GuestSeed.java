package dev.vman.operator;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a guest's cloud-init is told when it boots.
 *
 * @param sshKeys lines as in {@code authorized_keys}, for the image's default user
 * @param userData the user's own, as it is
 * @param links its NICs, the first one first
 */
public record GuestSeed(
        UUID vm,
        String hostname,
        List<String> sshKeys,
        Optional<String> userData,
        List<Link> links) {
    public GuestSeed {
        sshKeys = List.copyOf(sshKeys);
        links = List.copyOf(links);
    }

    /** How a NIC gets its address. */
    public sealed interface Link {
        MacAddress mac();

        /** It asks for it. */
        record Asking(MacAddress mac) implements Link {}

        /**
         * It is told.
         *
         * @param gateway empty: there is no way out
         */
        record Told(
                MacAddress mac,
                Ipv4Address address,
                int prefix,
                Optional<Ipv4Address> gateway,
                List<Ipv4Address> nameServers)
                implements Link {
            public Told {
                nameServers = List.copyOf(nameServers);
            }
        }
    }
}
