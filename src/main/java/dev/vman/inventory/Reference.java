package dev.vman.inventory;

import java.util.Locale;
import java.util.UUID;

/** How a request names a thing: by its id or by its name. */
public sealed interface Reference {
    record ById(UUID id) implements Reference {}

    record ByName(String name) implements Reference {}

    /** Never fails: a text that is no UUID is a name, though perhaps one that nothing has. */
    static Reference parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return Name.looksLikeId(lower) ? new ById(UUID.fromString(lower)) : new ByName(text);
    }
}
