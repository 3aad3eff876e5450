package dev.vman.inventory;

import dev.vman.Failure;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A user's own words on a thing: 64 pairs at most. */
public final class Labels {
    private static final Pattern KEY =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?");
    private static final int MOST = 64;
    private static final int LONGEST_VALUE = 255;

    private Labels() {}

    /** Returns a copy, or throws {@link Failure.Invalid}. */
    public static Map<String, String> check(Map<String, String> labels) {
        if (labels.size() > MOST) {
            throw Failure.Invalid.field("labels", "must be " + MOST + " at most");
        }
        labels.forEach(Labels::checkPair); // JSON can hold a null value
        return Map.copyOf(labels);
    }

    private static void checkPair(String key, @Nullable String value) {
        if (!KEY.matcher(key).matches()) {
            throw Failure.Invalid.field(
                    "labels",
                    "a key must be 1 to 63 letters, digits, '.', '_', '/' and '-', such as 'team' or 'a/b'");
        }
        if (value == null
                || value.length() > LONGEST_VALUE
                || value.chars().anyMatch(Character::isISOControl)) {
            throw Failure.Invalid.field(
                    "labels." + key,
                    "must be printable and " + LONGEST_VALUE + " characters at most");
        }
    }
}
