package dev.vman.observer;

import java.util.UUID;

/**
 * A look found that QEMU has halted this VM's guest because there was no room for what it wrote.
 * Told again by each look, as long as it is so.
 */
public record VmStalled(UUID vm) {}
