package dev.vman.agent;

import java.util.List;
import java.util.Optional;

/**
 * What a guest says of itself; none of it is to be believed. Empty is what its agent can't or may
 * not tell.
 */
public record GuestFacts(
        Optional<String> hostname,
        Optional<Os> os,
        List<Interface> interfaces,
        List<FileSystem> fileSystems) {
    public GuestFacts {
        interfaces = List.copyOf(interfaces);
        fileSystems = List.copyOf(fileSystems);
    }

    /** Its operating system; a text that it does not tell is empty. */
    public record Os(String id, String name, String version, String kernel, String machine) {}

    /** Addresses are with their prefix, as in {@code 10.77.0.2/24}. */
    public record Interface(String name, String mac, List<String> addresses) {}

    /** Sizes are -1 where they are not told. */
    public record FileSystem(
            String device, String mountPoint, String type, long usedBytes, long totalBytes) {}
}
