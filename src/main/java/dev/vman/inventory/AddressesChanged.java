package dev.vman.inventory;

import java.util.Set;
import java.util.UUID;

/**
 * Addresses of these networks were given or taken back. Fired as a CDI event in the transaction
 * that does so: to be observed after its success.
 */
public record AddressesChanged(Set<UUID> networks) {
    public AddressesChanged {
        networks = Set.copyOf(networks);
    }
}
