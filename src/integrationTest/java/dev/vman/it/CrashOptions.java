package dev.vman.it;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code scripts/crash-test} was asked for. */
record CrashOptions(Map<String, String> given) {
    private static final Set<String> NAMES =
            Set.of("sample", "only", "operation", "random", "recovery", "lanes", "together");

    /** Throws {@link IllegalArgumentException} for what it does not know. */
    static CrashOptions of(String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (int at = 0; at < arguments.length; at += 2) {
            String name = arguments[at].replaceFirst("^--", "");
            if (!NAMES.contains(name) || at + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "unknown option, or one without its value: " + arguments[at]);
            }
            String _ = given.put(name, arguments[at + 1]);
        }
        return new CrashOptions(Map.copyOf(given));
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    int number(String name, int otherwise) {
        return Integer.parseInt(given.getOrDefault(name, Integer.toString(otherwise)));
    }

    /** Those that were named, or all of them. */
    List<CrashOperation> operations() {
        if (names().isEmpty()) {
            return CrashOperations.all();
        }
        return names().stream()
                .filter(name -> !name.equals(CrashRecovery.NAME))
                .map(CrashOptions::named)
                .toList();
    }

    /** Whether a lost database is to be rebuilt too. */
    boolean recovers() {
        return names().isEmpty() || names().contains(CrashRecovery.NAME);
    }

    private List<String> names() {
        String names = given.getOrDefault("only", given.getOrDefault("operation", ""));
        return names.isEmpty() ? List.of() : List.of(names.split(",", -1));
    }

    private static CrashOperation named(String name) {
        return CrashOperations.all().stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such operation: " + name));
    }
}
