package dev.vman.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * A NIC of a new VM; what is null is the default network, a MAC from an id, any free address.
 *
 * @param network id or name
 */
public record NewNic(@Nullable String network, @Nullable String mac, @Nullable String ip) {}
