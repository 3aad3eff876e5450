package dev.vman.operator;

import dev.vman.Failure;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The uids that VMs run as, both ends included. */
public record UidRange(int first, int last) {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

    /**
     * {@code none} gives empty. Throws {@link Failure.Invalid} for anything that is no range above
     * 999.
     */
    public static Optional<UidRange> parse(String text) {
        if (text.equals("none")) {
            return Optional.empty();
        }
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw bad(text);
        }
        UidRange range =
                new UidRange(
                        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (range.first < 1000 || range.last < range.first) {
            throw bad(text);
        }
        return Optional.of(range);
    }

    private static Failure bad(String text) {
        return Failure.Invalid.field(
                "vman.operator.uid-range",
                "'" + text + "' must be 'none' or a range such as 300000-365535");
    }

    /**
     * Where the search for a free uid begins for something with this hash: spread, so that creates
     * don't collide.
     */
    public int startFor(int hash) {
        return first + Math.floorMod(hash, last - first + 1);
    }
}
