package dev.vman.api;

/** How the daemon speaks on a console: in text frames, and on a line of its own for a terminal. */
final class ConsoleWords {
    private ConsoleWords() {}

    static String of(String words) {
        return "\r\n[vman] " + words + "\r\n";
    }
}
