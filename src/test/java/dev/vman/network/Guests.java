package dev.vman.network;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Guests to test with. */
final class Guests {
    static final UUID ID = UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100");

    private Guests() {}

    static GuestMetadata web(String ip) {
        return new GuestMetadata(
                ID,
                "web",
                Ipv4Address.parse(ip),
                MacAddress.of(ID),
                List.of("ssh-ed25519 AAAA one", "ssh-rsa BBBB two"),
                Optional.of("#cloud-config\n"));
    }

    static GuestMetadata bare(String ip) {
        return new GuestMetadata(
                new UUID(1, 2),
                "bare",
                Ipv4Address.parse(ip),
                MacAddress.of(ID),
                List.of(),
                Optional.empty());
    }
}
