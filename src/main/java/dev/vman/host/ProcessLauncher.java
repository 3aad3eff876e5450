package dev.vman.host;

import java.io.IOException;

/** Starts programs that outlive this one. */
public interface ProcessLauncher {

    /**
     * Starts the program in a session of its own, without a terminal, without rights to gain new
     * ones, and with no descriptors but {@code /dev/null} and its output file; in a transient
     * systemd scope where that works. The pid is that of the program itself.
     *
     * @throws IOException if the output file is not to be trusted (a link, not a regular file,
     *     somebody else's) or nothing could be started. A program that cannot be executed ends with
     *     exit code 126 or 127 and says why in its output
     */
    Launched launch(LaunchRequest request) throws IOException;

    /**
     * As {@link #launch}, in a network namespace, and with those capabilities that it was given.
     */
    Launched launchServer(ServerRequest request) throws IOException;

    /**
     * The launcher for this host; finds out what the host offers, which takes up to a few seconds.
     */
    static ProcessLauncher ofThisHost() {
        return new SessionLauncher(LaunchTools.probe(Commands.ofThisHost()));
    }
}
