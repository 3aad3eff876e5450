package dev.vman.lifecycle;

import dev.vman.inventory.Protocol;
import org.jspecify.annotations.Nullable;

/** A port to forward; a {@code hostPort} of null is chosen among those that are free. */
public record NewForward(Protocol protocol, @Nullable Integer hostPort, int guestPort) {}
