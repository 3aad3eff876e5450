package dev.vman.operator;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers by how a command's line begins; what nobody told it is not installed. */
final class FakeCommands implements Commands {
    private final Map<String, CommandResult> answers = new ConcurrentHashMap<>();
    private final List<CommandRequest> requests = new CopyOnWriteArrayList<>();

    FakeCommands on(String lineStart, CommandResult answer) {
        answers.put(lineStart, answer);
        return this;
    }

    static CommandResult prints(String stdout) {
        return new CommandResult(0, stdout, "", false, false);
    }

    static CommandResult fails(int exitCode, String stderr) {
        return new CommandResult(exitCode, "", stderr, false, false);
    }

    static CommandResult hangs() {
        return new CommandResult(128 + 9, "", "", true, false);
    }

    /** Those that began so. */
    List<CommandRequest> requests(String lineStart) {
        return requests.stream().filter(request -> line(request).startsWith(lineStart)).toList();
    }

    @Override
    public CommandResult run(CommandRequest request) {
        requests.add(request);
        return answers.entrySet().stream()
                .filter(answer -> line(request).startsWith(answer.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(fails(127, "not found"));
    }

    private static String line(CommandRequest request) {
        return String.join(" ", request.command());
    }
}
