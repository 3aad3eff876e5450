package dev.vman.inventory;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the id that a name in the storage folder begins with. */
public final class StorageNames {
    private static final Pattern ID =
            Pattern.compile(
                    "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:\\..*)?");

    private StorageNames() {}

    public static Optional<UUID> id(String name) {
        Matcher matcher = ID.matcher(name);
        return matcher.matches()
                ? Optional.of(UUID.fromString(matcher.group(1)))
                : Optional.empty();
    }
}
