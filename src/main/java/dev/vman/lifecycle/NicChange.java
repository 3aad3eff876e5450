package dev.vman.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * The fixed address of one NIC.
 *
 * @param mac which one it is; null: the only one
 * @param ip null: any that is free
 */
public record NicChange(@Nullable String mac, @Nullable String ip) {}
