package dev.vman.network;

import dev.vman.Failure;
import dev.vman.host.CommandResult;
import java.io.IOException;
import java.util.stream.Collectors;

/** What went wrong, in the tool's own words. */
final class ToolFailure {
    private static final int MOST_LINES = 3;
    private static final String REMEDY =
            "Read the tool's words; VMAN tries again by itself, from where it stopped.";

    private ToolFailure() {}

    static Failure.HostFailure of(String program, CommandResult result) {
        String words =
                result.stderr().strip().lines().limit(MOST_LINES).collect(Collectors.joining(" "));
        String what =
                result.timedOut()
                        ? " did not answer in time."
                        : result.truncated()
                                ? " said more than can be read."
                                : " failed (" + result.exitCode() + "): " + words;
        return NetworkPlan.failure(program + what, REMEDY);
    }

    static Failure.HostFailure of(IOException cause) {
        return new Failure.HostFailure(
                "network-failed",
                "The network's files: " + cause.getMessage(),
                "Look at the folder 'networks' of the storage.",
                cause);
    }

    static void require(String program, CommandResult result) {
        if (!result.succeeded()) {
            throw of(program, result);
        }
    }
}
