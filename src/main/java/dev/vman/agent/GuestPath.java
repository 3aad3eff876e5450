package dev.vman.agent;

/** Paths in a guest. */
public final class GuestPath {
    private static final int LONGEST = 4096;

    private GuestPath() {}

    /** Whether this is an absolute path without control characters. */
    public static boolean isAbsolute(String path) {
        return path.startsWith("/")
                && path.length() < LONGEST
                && path.chars().noneMatch(Character::isISOControl);
    }

    /** Whether it can be that of a file: absolute, and not ending in a folder. */
    public static boolean isFile(String path) {
        return isAbsolute(path)
                && !path.endsWith("/")
                && !path.endsWith("/.")
                && !path.endsWith("/..");
    }

    /** A path in the same folder that nobody can guess. */
    static String sibling(String path, String name) {
        return path.substring(0, path.lastIndexOf('/') + 1) + name;
    }
}
