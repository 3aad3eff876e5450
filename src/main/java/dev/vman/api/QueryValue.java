package dev.vman.api;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads query parameters; what can't be understood is refused (400), never ignored. */
final class QueryValue {
    private QueryValue() {}

    /** {@code ?name} and {@code ?name=true} are true. */
    static boolean flag(String name, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.isEmpty() || text.equals("true")) {
            return true;
        }
        throw refusal(name, "must be true or false");
    }

    static int number(String name, @Nullable String text, Range range) {
        if (text == null) {
            return range.unlessSaid();
        }
        if (text.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= range.least() && value <= range.most()) {
                return value;
            }
        }
        throw refusal(name, "must be a whole number from " + range.least() + " to " + range.most());
    }

    static <E extends Enum<E>> Optional<E> oneOf(
            String name, @Nullable String text, Class<E> type) {
        if (text == null) {
            return Optional.empty();
        }
        E[] constants = type.getEnumConstants();
        return Optional.of(
                Arrays.stream(constants)
                        .filter(constant -> StrictJson.wireName(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() -> refusal(name, "must be one of " + names(constants))));
    }

    private static String names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(StrictJson::wireName).collect(Collectors.joining(", "));
    }

    static Optional<UUID> id(String name, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            throw refusal(name, "must be an id, a UUID");
        }
    }

    static HttpProblem refusal(String name, String message) {
        return HttpProblem.of(
                400,
                "invalid-parameter",
                "The query parameter '" + name + "' " + message + ".",
                "Correct the query.");
    }

    /** What a number may be, and what it is where nothing is said. */
    record Range(int least, int most, int unlessSaid) {}
}
