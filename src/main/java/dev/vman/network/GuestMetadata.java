package dev.vman.network;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a guest may know of itself.
 *
 * @param hostname what its user gave it, else the VM's name
 * @param sshKeys lines as in {@code authorized_keys}
 */
public record GuestMetadata(
        UUID instance,
        String hostname,
        Ipv4Address ip,
        MacAddress mac,
        List<String> sshKeys,
        Optional<String> userData) {
    public GuestMetadata {
        sshKeys = List.copyOf(sshKeys);
    }
}
