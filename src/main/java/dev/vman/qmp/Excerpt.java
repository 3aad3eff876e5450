package dev.vman.qmp;

/** The beginning of what a peer sent, fit for a message or a log line. */
final class Excerpt {
    private static final int LENGTH = 200;

    private Excerpt() {}

    static String of(String text) {
        String start = text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "...";
        // A peer must not be able to write log lines of its own.
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
