package dev.vman.inventory;

import dev.vman.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a VM's user wants its guest to be told.
 *
 * @param hostname a DNS name; null: the VM's own
 * @param userData for the guest's first boot, such as {@code #cloud-config}
 * @param sshKeys lines as in {@code authorized_keys}
 */
public record Metadata(@Nullable String hostname, @Nullable String userData, List<String> sshKeys) {
    /** Nothing. */
    public static final Metadata NONE = new Metadata(null, null, List.of());

    private static final Pattern HOSTNAME =
            Pattern.compile(
                    "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                            + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final int LONGEST_HOSTNAME = 253;
    private static final int MOST_USER_DATA_BYTES = 16 << 10;
    private static final int MOST_KEYS = 32;
    private static final int LONGEST_KEY = 4096;
    private static final int MOST_KEY_CHARACTERS = 16 << 10;

    public Metadata {
        sshKeys = List.copyOf(sshKeys);
    }

    /**
     * Throws {@link Failure.Invalid}, which names every field that is wrong.
     *
     * @param prefix of the fields' names, such as {@code metadata.}
     */
    public void check(String prefix) {
        List<Failure.FieldError> errors = new ArrayList<>();
        if (hostname != null && !isHostname(hostname)) {
            errors.add(
                    error(prefix + "hostname", "must be a DNS name, such as 'web-1.example.org'"));
        }
        if (userData != null && !isUserData(userData)) {
            errors.add(
                    error(
                            prefix + "userData",
                            "must be text of " + MOST_USER_DATA_BYTES + " bytes at most"));
        }
        if (!areKeys(sshKeys)) {
            errors.add(
                    error(
                            prefix + "sshKeys",
                            "must be %d lines at most, of %d characters each, %d in all"
                                    .formatted(MOST_KEYS, LONGEST_KEY, MOST_KEY_CHARACTERS)));
        }
        if (!errors.isEmpty()) {
            throw Failure.Invalid.fields(errors);
        }
    }

    private static Failure.FieldError error(String field, String message) {
        return new Failure.FieldError(field, message);
    }

    private static boolean isHostname(String text) {
        return text.length() <= LONGEST_HOSTNAME && HOSTNAME.matcher(text).matches();
    }

    private static boolean isUserData(String text) {
        return text.length() <= MOST_USER_DATA_BYTES
                && text.getBytes(StandardCharsets.UTF_8).length <= MOST_USER_DATA_BYTES
                && text.codePoints().allMatch(Metadata::isText);
    }

    /** Half a surrogate pair is no character, and no database keeps a NUL. */
    private static boolean isText(int character) {
        return character == '\n'
                || character == '\r'
                || character == '\t'
                || (!Character.isISOControl(character)
                        && Character.getType(character) != Character.SURROGATE);
    }

    private static boolean areKeys(List<String> keys) {
        return keys.size() <= MOST_KEYS
                && keys.stream().allMatch(Metadata::isKey)
                && keys.stream().mapToInt(String::length).sum() <= MOST_KEY_CHARACTERS;
    }

    private static boolean isKey(String key) {
        return !key.isBlank()
                && key.length() <= LONGEST_KEY
                && key.codePoints()
                        .allMatch(character ->
                                isText(character) && character != '\n' && character != '\r');
    }
}
