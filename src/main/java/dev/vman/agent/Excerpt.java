package dev.vman.agent;

/** The beginning of what a guest said, fit for a message or a log line. */
final class Excerpt {
    private static final int LENGTH = 300;

    private Excerpt() {}

    static String of(String text) {
        String start = text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "...";
        // A guest must not be able to write log lines of its own.
        return start.strip().replaceAll("\\p{Cntrl}+", " ");
    }
}
