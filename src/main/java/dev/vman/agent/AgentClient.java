package dev.vman.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Questions to one agent, one at a time, each with a deadline. The line is opened by the first one,
 * and kept; after any trouble it is dropped, and the next question opens a new one. Nothing is read
 * while nobody asks: a guest that talks without end fills its own pipe.
 */
public final class AgentClient implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AgentClient.class);
    private final SocketDial socket;
    private final AgentLimits limits;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile @Nullable AgentLine line;
    private volatile boolean closed;

    /** {@code socket}: of the chardev behind {@code org.qemu.guest_agent.0}. */
    public AgentClient(SocketDial socket, AgentLimits limits) {
        this.socket = socket;
        this.limits = limits;
    }

    /** What is done with a line in one turn. */
    private interface Exchange<T> {
        T with(AgentLine line) throws IOException;
    }

    /** Asks with the ordinary deadline; see {@link #ask(String, ObjectNode, Duration)}. */
    public JsonNode ask(String command, ObjectNode arguments) {
        return ask(command, arguments, limits.question());
    }

    /** Asks a question without arguments. */
    public JsonNode ask(String command) {
        return ask(command, JsonNodeFactory.instance.objectNode());
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param deadline from when it is this question's turn
     * @throws AgentRefused if the answer is an error
     * @throws AgentSilent if nobody listens or answers in time; it may have been done all the same
     * @throws AgentViolation if what came is no answer
     * @throws AgentBusy if the questions before take too long
     */
    public JsonNode ask(String command, ObjectNode arguments, Duration deadline) {
        return inTurn(command, deadline, open -> open.ask(command, arguments));
    }

    /** Asks for what an agent does not answer where it succeeds, such as a shutdown. */
    public void tell(String command, ObjectNode arguments) {
        long _ = inTurn(command, limits.question(), open -> open.tell(command, arguments));
    }

    /** Whether an agent answers within this time; for a line that is in use, the answer is yes. */
    public boolean answers(Duration within) {
        try {
            JsonNode _ = ask("guest-ping", JsonNodeFactory.instance.objectNode(), within);
            return true;
        } catch (AgentBusy _) {
            return true;
        } catch (AgentException _) {
            return false;
        }
    }

    private <T> T inTurn(String command, Duration deadline, Exchange<T> exchange) {
        takeTurn(command);
        try {
            return exchange(command, deadline, exchange);
        } finally {
            turn.unlock();
        }
    }

    private void takeTurn(String command) {
        try {
            if (!turn.tryLock(limits.turn().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AgentBusy(command + ": the guest agent is busy with other questions");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentSilent(command + ": interrupted", e);
        }
    }

    private <T> T exchange(String command, Duration deadline, Exchange<T> exchange) {
        AgentLine open = opened(deadline);
        Cutoff cutoff = Cutoff.after(deadline, open.channel());
        try (cutoff) {
            return exchange.with(open);
        } catch (IOException e) {
            drop();
            throw new AgentSilent(command + ": " + why(e, cutoff, deadline), e);
        } catch (AgentViolation e) {
            drop();
            throw e;
        } finally {
            if (cutoff.fell()) {
                drop();
            }
        }
    }

    private AgentLine opened(Duration deadline) {
        AgentLine kept = line;
        if (kept != null) {
            return kept;
        }
        AgentLine fresh = open(deadline.compareTo(limits.sync()) < 0 ? deadline : limits.sync());
        line = fresh;
        if (closed) {
            drop();
            throw new AgentSilent("the machine was let go");
        }
        return fresh;
    }

    private AgentLine open(Duration within) {
        try {
            SocketChannel channel = socket.connect();
            Cutoff cutoff = Cutoff.after(within, channel);
            try (cutoff) {
                AgentLine fresh = new AgentLine(channel, limits);
                fresh.getInStep();
                return fresh;
            } catch (IOException e) {
                channel.close();
                throw new AgentSilent(why(e, cutoff, within), e);
            } catch (AgentViolation e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new AgentSilent("the guest agent is not reached: " + e.getMessage(), e);
        }
    }

    private String why(IOException e, Cutoff cutoff, Duration deadline) {
        if (closed) {
            return "the machine was let go";
        }
        return cutoff.fell()
                ? "the guest agent did not answer within " + deadline.toMillis() + " ms"
                : "the guest agent is not reached: " + e.getMessage();
    }

    /** In one's turn. */
    private void drop() {
        AgentLine old = line;
        line = null;
        if (old != null) {
            close(old);
        }
    }

    private void close(AgentLine old) {
        try {
            old.close();
        } catch (IOException e) {
            LOG.debugf("a line to a guest agent can't be closed: %s", e.getMessage());
        }
    }

    /** Ends the line, and with it the question that is under way. Idempotent. */
    @Override
    public void close() {
        closed = true;
        AgentLine old = line;
        if (old != null) {
            close(old);
        }
    }
}
