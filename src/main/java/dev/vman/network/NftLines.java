package dev.vman.network;

import java.util.List;
import java.util.Optional;

/** How one thing in a table is told, so that wanted and listed ones can be compared as text. */
final class NftLines {
    private NftLines() {}

    static String set(String name, List<String> types) {
        return "set " + name + " " + String.join(" . ", types);
    }

    static String element(String set, List<String> parts) {
        return "element " + set + " " + String.join(" . ", parts);
    }

    static String chain(String name, Optional<NftChain.Hook> hook) {
        return "chain "
                + name
                + hook.map(at ->
                                " " + at.type() + " " + at.hook() + " " + at.priority() + " accept")
                        .orElse("");
    }

    static String rule(String chain, String comment) {
        return "rule " + chain + " " + comment;
    }
}
