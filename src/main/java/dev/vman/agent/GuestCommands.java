package dev.vman.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/** Runs commands in the guest to their end, so many at a time. */
public final class GuestCommands {
    private static final Duration LAST_WORDS = Duration.ofSeconds(20);
    private final GuestProcesses processes;
    private final Semaphore places;
    private final int most;

    GuestCommands(GuestProcesses processes, AgentLimits limits) {
        this.processes = processes;
        this.most = limits.commands();
        this.places = new Semaphore(most);
    }

    /**
     * Runs it, and waits for its end. One that prints without end is cut: it is killed when its
     * time is up, and what is kept of its output is the result.
     *
     * @throws CommandNotStarted there is no such program, user or folder
     * @throws CommandTimedOut it did not end in its time
     * @throws AgentSilent the agent went, and it is not known what became of the command
     * @throws AgentBusy too many are under way
     */
    public CommandResult run(GuestCommand command) {
        if (!places.tryAcquire()) {
            throw new AgentBusy(most + " commands are under way in this guest already");
        }
        try {
            return inPlace(command);
        } finally {
            places.release();
        }
    }

    private CommandResult inPlace(GuestCommand command) {
        if (command.user().isEmpty() && command.folder().isEmpty()) {
            return await(processes.start(command.argv(), command.input()), command.timeout());
        }
        // Tells the script's own words from those of the command.
        String token = " [" + UUID.randomUUID() + "]";
        CommandResult result =
                await(processes.start(wrapped(command, token), command.input()), command.timeout());
        int words = result.stderr().indexOf(token);
        if (result.exitCode() == 127 && words >= 0) {
            throw new CommandNotStarted(Excerpt.of(result.stderr().substring(0, words)));
        }
        return result;
    }

    private static List<String> wrapped(GuestCommand command, String token) {
        List<String> line =
                new ArrayList<>(
                        GuestScripts.RUN_AS.command(
                                token, command.user().orElse(""), command.folder().orElse("/")));
        line.addAll(command.argv());
        return line;
    }

    private CommandResult await(long pid, Duration timeout) {
        Optional<CommandResult> result = ended(pid, timeout);
        if (result.isPresent()) {
            return result.get();
        }
        processes.kill(pid);
        Optional<CommandResult> last = ended(pid, LAST_WORDS);
        return last.filter(CommandResult::truncated)
                .orElseThrow(() -> timedOut(timeout, last.isPresent()));
    }

    private Optional<CommandResult> ended(long pid, Duration timeout) {
        Deadline end = Deadline.in(timeout);
        Pace pace = new Pace();
        Optional<CommandResult> result = processes.ended(pid);
        while (result.isEmpty() && !end.passed()) {
            pace.pause();
            result = processes.ended(pid);
        }
        return result;
    }

    private static CommandTimedOut timedOut(Duration timeout, boolean killed) {
        return new CommandTimedOut(
                "The command did not end within "
                        + timeout.toSeconds()
                        + " s; "
                        + (killed ? "the guest has killed it." : "it may still run."),
                killed);
    }
}
