package dev.vman.agent;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a file of a guest shall be besides its content.
 *
 * @param mode three or four octal digits; empty: as the file that it replaces, else 644
 * @param owner {@code user}, {@code user:group} or {@code :group}; empty: as the file that it
 *     replaces, else the agent's user
 */
public record FileAttributes(Optional<String> mode, Optional<String> owner) {
    private static final Pattern MODE = Pattern.compile("[0-7]{3,4}");
    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}";
    private static final Pattern OWNER =
            Pattern.compile(NAME + "|" + NAME + ":" + NAME + "|:" + NAME);

    public FileAttributes {
        if (!mode.stream().allMatch(FileAttributes::isMode)
                || !owner.stream().allMatch(FileAttributes::isOwner)) {
            throw new IllegalArgumentException("no mode or owner of a file");
        }
    }

    public static boolean isMode(String text) {
        return MODE.matcher(text).matches();
    }

    public static boolean isOwner(String text) {
        return OWNER.matcher(text).matches();
    }
}
