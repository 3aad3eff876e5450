package dev.vman.network;

import dev.vman.inventory.Ipv4Address;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Knows nobody; stands in where nothing assigns addresses. */
@DefaultBean
@ApplicationScoped
class NoGuests implements GuestDirectory {
    @Override
    public Optional<GuestMetadata> byAddress(Ipv4Address address) {
        return Optional.empty();
    }
}
