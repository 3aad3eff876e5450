package dev.vman.network;

import java.util.Optional;

/**
 * Whether bridges can be used here.
 *
 * @param bridges whether networks on bridges work
 * @param reason why, or why not, in one sentence
 * @param vlans whether the kernel can tag frames
 * @param namespace the network namespace that everything lives in; empty: the host's own
 */
public record NetworkAbility(
        boolean bridges, String reason, boolean vlans, Optional<String> namespace) {}
