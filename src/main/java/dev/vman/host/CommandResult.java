package dev.vman.host;

/**
 * What became of a command.
 *
 * @param exitCode 128 + n after signal n; 126 or 127 if it could not be executed, with the reason
 *     in {@code stderr}
 * @param timedOut it was killed at its deadline
 * @param truncated one of the streams was longer than what is kept of it
 */
public record CommandResult(
        int exitCode, String stdout, String stderr, boolean timedOut, boolean truncated) {

    public boolean succeeded() {
        return exitCode == 0 && !timedOut;
    }
}
