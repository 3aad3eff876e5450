package dev.vman.network;

import dev.vman.inventory.Ipv4Address;
import java.util.Optional;

/** Who has an address now. Asked on behalf of guests: must be quick, and may be asked often. */
public interface GuestDirectory {
    /** The guest that the address is assigned to; empty when it is nobody's. */
    Optional<GuestMetadata> byAddress(Ipv4Address address);
}
