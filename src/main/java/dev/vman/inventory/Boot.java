package dev.vman.inventory;

import org.jspecify.annotations.Nullable;

/**
 * A direct kernel boot. Paths are those that the user named; the files themselves are copied into
 * the VM's folder when it is created, and those copies are what boots.
 */
public record Boot(String kernel, @Nullable String initrd, @Nullable String cmdline) {}
