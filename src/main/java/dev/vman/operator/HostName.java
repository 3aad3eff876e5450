package dev.vman.operator;

/** What this host calls itself; the {@code host} of its VMs. */
public record HostName(String value) {}
