package dev.vman.host;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** A network namespace that has a name, as {@code ip netns} makes them. It may not exist. */
public record NamespaceName(String name) {
    private static final Path FOLDER = Path.of("/run/netns");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public NamespaceName {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a network namespace: " + name);
        }
    }

    /** The file that stands for it. */
    public Path file() {
        return FOLDER.resolve(name);
    }
}
