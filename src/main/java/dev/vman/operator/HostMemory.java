package dev.vman.operator;

/**
 * The host's memory.
 *
 * @param forVmsMib what all VMs together may have
 */
public record HostMemory(long totalMib, long forVmsMib) {}
