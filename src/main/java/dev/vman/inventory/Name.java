package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.vman.Failure;
import java.util.regex.Pattern;

/**
 * A name that people give: lower-case letters, digits and inner hyphens, 1 to 63 characters (a DNS
 * label), and never one that could be taken for an id.
 */
public record Name(@JsonValue String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern UUID_SHAPE =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    @JsonCreator
    public Name {
        if (!SHAPE.matcher(value).matches()) {
            throw Failure.Invalid.field(
                    "name",
                    "must be 1 to 63 lower-case letters, digits and inner hyphens, such as 'web-1'");
        }
        if (looksLikeId(value)) {
            throw Failure.Invalid.field("name", "must not look like a UUID, which ids do");
        }
    }

    static boolean looksLikeId(String text) {
        return UUID_SHAPE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
