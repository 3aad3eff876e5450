package dev.vman.host;

/** Runs short programs: a list of arguments, never a shell. */
public interface Commands {

    /** How much is kept of stdout, and of stderr, by default; the rest is read and dropped. */
    int OUTPUT_CAP = 64 * 1024;

    /**
     * Runs it to its end or its deadline, with {@code PATH} and {@code LC_ALL=C} alone in its
     * environment. What it left running is killed: a daemon is for {@link ProcessLauncher}. A
     * failure, to start included, is a result.
     *
     * @throws java.io.UncheckedIOException if the calling thread is interrupted; the command is
     *     killed
     */
    CommandResult run(CommandRequest request);

    /** The commands of this host. */
    static Commands ofThisHost() {
        return new SessionCommands();
    }
}
