package dev.vman.lifecycle;

import dev.vman.inventory.NetworkMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants of a network; what is null is chosen, or stays as it is. A network in user mode
 * has nothing but its mode.
 */
public record NetworkWish(
        @Nullable NetworkMode mode,
        @Nullable String bridge,
        @Nullable String subnet,
        @Nullable String gateway,
        @Nullable List<String> dns,
        @Nullable Integer vlanId) {}
