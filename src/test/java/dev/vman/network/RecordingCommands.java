package dev.vman.network;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import java.util.ArrayList;
import java.util.List;

/** Runs nothing, and remembers what was to be run; one program fails. */
final class RecordingCommands implements Commands {
    private final String failing;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param failing the name of the program that fails; empty: none
     */
    RecordingCommands(String failing) {
        this.failing = failing;
    }

    @Override
    public CommandResult run(CommandRequest request) {
        String program = request.command().getFirst();
        request.input().lines().forEach(line -> lines.add(program + " " + line));
        int exitCode = program.equals(failing) ? 1 : 0;
        return new CommandResult(exitCode, "", "no", false, false);
    }

    /** Each line of what programs were to read, behind the program's name. */
    List<String> lines() {
        return List.copyOf(lines);
    }
}
