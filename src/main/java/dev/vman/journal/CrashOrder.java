package dev.vman.journal;

import java.util.Locale;

/**
 * One line of a {@link CrashPlan}.
 *
 * @param kind an operation's, or a star
 * @param point one of its points, or a star
 * @param times at which time of reaching it; 1 where the line does not say
 */
record CrashOrder(Verb verb, String kind, String point, int times) {
    private static final String ANY = "*";

    enum Verb {
        HALT,
        HOLD,
        FAIL
    }

    /** Throws {@link RuntimeException} where the line is none. */
    static CrashOrder of(String line) {
        String[] words = line.split("[ :]", -1);
        return new CrashOrder(
                Verb.valueOf(words[0].toUpperCase(Locale.ROOT)),
                words[1],
                words[2],
                words.length > 3 ? Integer.parseInt(words[3]) : 1);
    }

    /** A point as {@code kind:point}. */
    boolean isAbout(String reached) {
        String[] words = reached.split(":", -1);
        return matches(kind, words[0]) && matches(point, words[1]);
    }

    private static boolean matches(String wanted, String found) {
        return wanted.equals(ANY) || wanted.equals(found);
    }
}
