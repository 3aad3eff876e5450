package dev.vman.observer;

import java.util.UUID;

/**
 * A VM's process was found dead, or gone with an earlier boot of the host, though nobody had asked
 * for it.
 */
public record VmDied(UUID vm) {}
