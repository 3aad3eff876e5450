package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.agent.AgentBusy;
import dev.vman.agent.AgentException;
import dev.vman.agent.AgentRefused;
import dev.vman.agent.AgentSilent;
import dev.vman.agent.AgentViolation;
import dev.vman.agent.CommandNotStarted;
import dev.vman.agent.CommandTimedOut;
import dev.vman.agent.FileRefused;
import dev.vman.agent.TransferFailed;

/** What a guest's trouble means to who asked for something. */
final class GuestFailure {
    private static final String RUN_AN_AGENT =
            "Install and start qemu-guest-agent in the guest, and wait for it with"
                    + " 'GET /vms/{vm}?wait=agent'; a VM that runs since before VMAN knew of agents has to"
                    + " be stopped and started once.";

    private GuestFailure() {}

    static Failure of(AgentException e) {
        return switch (e) {
            case AgentSilent _ ->
                    Failure.Unavailable.now("agent-unavailable", e.detail(), RUN_AN_AGENT);
            case AgentViolation _ ->
                    Failure.Unavailable.now(
                            "agent-misbehaves",
                            e.detail(),
                            "Try again; if it stays so, look at the agent in the guest.");
            case AgentBusy _ ->
                    Failure.Unavailable.now(
                            "agent-busy", e.detail(), "Wait until the others have ended.");
            case AgentRefused _ ->
                    new Failure.Invalid(
                            "agent-refused",
                            e.detail(),
                            "Allow it in the configuration of the guest's agent, or do without.");
            case CommandNotStarted _ ->
                    new Failure.Invalid(
                            "command-not-started",
                            e.detail(),
                            "Name a program, user and folder that the guest has.");
            case CommandTimedOut _ ->
                    Failure.Unavailable.timedOut(
                            "command-timed-out",
                            e.detail(),
                            "Give it a longer timeoutSeconds, or start it in the background.");
            case FileRefused refused -> of(refused);
            case TransferFailed _ ->
                    Failure.Unavailable.now(
                            "transfer-failed",
                            "The file was not moved: " + e.detail(),
                            "Look whether the guest runs and has room, and try again.");
        };
    }

    private static Failure of(FileRefused refused) {
        return switch (refused.reason()) {
            case MISSING ->
                    new Failure.NotFound(
                            "guest-file-not-found",
                            "The guest has no such path: " + refused.detail(),
                            "Name a path that the guest has.");
            case NOT_A_FILE ->
                    new Failure.Conflict(
                            "not-a-file",
                            "The guest has something else there: " + refused.detail(),
                            "Name a regular file.");
            case REFUSED ->
                    new Failure.Invalid(
                            "guest-refused",
                            "The guest refused: " + refused.detail(),
                            "Correct what the guest says.");
        };
    }
}
