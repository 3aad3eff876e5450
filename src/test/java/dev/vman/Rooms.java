package dev.vman;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The table of the house: which room may use which. ARCHITECTURE.md tells it in words. */
final class Rooms {
    static final String ROOT = "dev.vman";

    /** Nothing of the rooms, not even {@link Failure}: it could be published alone. */
    static final String QMP = "qmp";

    /** Nor this one. */
    static final String AGENT = "agent";

    static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    Map.entry("host", Set.of()),
                    Map.entry(QMP, Set.of()),
                    Map.entry(AGENT, Set.of()),
                    Map.entry("journal", Set.of()),
                    Map.entry("inventory", Set.of("host", "journal")),
                    Map.entry("image", Set.of("host", "inventory")),
                    Map.entry("operator", Set.of("host", QMP, AGENT, "inventory")),
                    Map.entry("network", Set.of("host", "inventory")),
                    Map.entry(
                            "lifecycle",
                            Set.of(
                                    "host",
                                    "journal",
                                    "inventory",
                                    AGENT,
                                    "image",
                                    "operator",
                                    "network")),
                    Map.entry(
                            "observer",
                            Set.of(
                                    "host",
                                    "journal",
                                    "inventory",
                                    "image",
                                    AGENT,
                                    "operator",
                                    "network")),
                    Map.entry(
                            "reconciler", Set.of("journal", "inventory", "observer", "lifecycle")),
                    Map.entry(
                            "api",
                            Set.of(
                                    "host",
                                    "journal",
                                    "inventory",
                                    "image",
                                    AGENT,
                                    "operator",
                                    "network",
                                    "lifecycle",
                                    "observer",
                                    "reconciler")));

    /**
     * Rooms that may use values of the host, and nothing that touches it. Only the owner of the
     * storage folder claims it, and keeps room on it.
     */
    static final Map<String, List<String>> HOST_VALUES =
            Map.of(
                    "inventory",
                            List.of(
                                    "ProcessIdentity",
                                    "OwnerLock",
                                    "FileTrees",
                                    "Space",
                                    "Ballast",
                                    "Preallocation"),
                    "lifecycle",
                            List.of("HostFacts", "NamespaceName", "Presence", "ProcessIdentity"));

    private Rooms() {}

    static String packageOf(String room) {
        return ROOT + "." + room;
    }

    /** The room's own package, the root, and what the table allows. */
    static String[] within(String room) {
        return Stream.concat(
                        Stream.of(ROOT, packageOf(room)),
                        MAY_USE.getOrDefault(room, Set.of()).stream().map(Rooms::packageOf))
                .toArray(String[]::new);
    }

    /** Every package there is. */
    static String[] packages() {
        return Stream.concat(Stream.of(ROOT), MAY_USE.keySet().stream().map(Rooms::packageOf))
                .sorted()
                .toArray(String[]::new);
    }

    /** {@code Presence} and its nested classes, by name, of the host room. */
    static String hostValuePattern(String room) {
        String names = String.join("|", HOST_VALUES.getOrDefault(room, List.of()));
        return Pattern.quote(packageOf("host") + ".") + "(" + names + ")(\\$.*)?";
    }
}
