package dev.vman.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Processes in the guest, begun by its agent ({@code guest-exec}). */
final class GuestProcesses {
    private static final Logger LOG = Logger.getLogger(GuestProcesses.class);
    // Up to 32 MiB of output come with the end, slowly where the guest is emulated.
    private static final Duration STATUS = Duration.ofSeconds(20);
    private static final Duration KILL = Duration.ofSeconds(3);
    private static final String NOT_STARTED = "Failed to execute child process";
    private static final int SIGNALLED = 128;

    private final AgentClient agent;
    private final int outputBytes;

    GuestProcesses(AgentClient agent, AgentLimits limits) {
        this.agent = agent;
        this.outputBytes = limits.outputBytes();
    }

    /**
     * Begins a process, and returns its id in the guest.
     *
     * @throws CommandNotStarted in the guest's words
     */
    long start(List<String> argv, Optional<String> input) {
        ObjectNode arguments = object().put("path", argv.getFirst()).put("capture-output", true);
        ArrayNode rest = arguments.putArray("arg");
        argv.stream().skip(1).forEach(rest::add);
        input.ifPresent(text ->
                arguments.put(
                        "input-data",
                        Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        try {
            return pid(agent.ask("guest-exec", arguments));
        } catch (AgentRefused e) {
            throw e.words().contains(NOT_STARTED) ? new CommandNotStarted(e.words()) : e;
        }
    }

    private static long pid(JsonNode answer) {
        JsonNode pid = answer.path("pid");
        if (!pid.isIntegralNumber() || pid.asLong() <= 0) {
            throw new AgentViolation("the guest named no process");
        }
        return pid.asLong();
    }

    /**
     * How it ended; empty while it runs. Tells the end once: the agent forgets it with that.
     *
     * @throws AgentSilent also where the agent knows no such process, as after its own restart
     */
    Optional<CommandResult> ended(long pid) {
        JsonNode status = status(pid);
        return status.path("exited").asBoolean(false)
                ? Optional.of(result(status))
                : Optional.empty();
    }

    private JsonNode status(long pid) {
        try {
            return agent.ask("guest-exec-status", object().put("pid", pid), STATUS);
        } catch (AgentRefused e) {
            throw new AgentSilent(
                    "the guest's agent was restarted, or its guest: it is not known what became of the"
                            + " command ("
                            + e.words()
                            + ")",
                    e);
        }
    }

    private CommandResult result(JsonNode status) {
        byte[] out = bytes(status.path("out-data"));
        byte[] err = bytes(status.path("err-data"));
        boolean truncated =
                status.path("out-truncated").asBoolean(false)
                        || status.path("err-truncated").asBoolean(false)
                        || out.length > outputBytes
                        || err.length > outputBytes;
        int signal = status.path("signal").asInt(0);
        return new CommandResult(
                signal > 0 ? SIGNALLED + signal : status.path("exitcode").asInt(-1),
                text(out),
                text(err),
                truncated);
    }

    private static byte[] bytes(JsonNode data) {
        try {
            return data.isBinary() ? data.binaryValue() : new byte[0];
        } catch (IOException e) {
            throw new IllegalStateException("binary nodes hold bytes", e);
        }
    }

    private String text(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, outputBytes), StandardCharsets.UTF_8);
    }

    /**
     * Kills it and its children, as far as the guest has the programs for that. Best effort: what
     * is left shows in {@link #ended}.
     */
    void kill(long pid) {
        try {
            long killer = start(GuestScripts.KILL.command(Long.toString(pid)), Optional.empty());
            Deadline end = Deadline.in(KILL);
            Pace pace = new Pace();
            while (ended(killer).isEmpty() && !end.passed()) {
                pace.pause();
            }
        } catch (AgentException e) {
            LOG.debugf("process %d of a guest was not killed: %s", pid, e.detail());
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
