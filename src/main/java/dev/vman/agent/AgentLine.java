package dev.vman.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A line to an agent that is in step: an answer read from it belongs to the last question. Waits
 * without end; whoever closes the channel ends that. For one thread at a time.
 */
final class AgentLine implements AutoCloseable {
    /** Never part of JSON in UTF-8: makes an agent drop what it has heard of a question so far. */
    private static final int SENTINEL = 0xFF;

    private static final int LONGEST_SYNC = 1024;
    private static final int MOST_STRANGERS = 16;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SocketChannel channel;
    private final AgentInput input;
    private @Nullable Replies replies;
    private final AgentLimits limits;
    private long lastId = ThreadLocalRandom.current().nextLong(1L << 40);

    /** Of a connection that is not in step yet. */
    AgentLine(SocketChannel channel, AgentLimits limits) {
        this.channel = channel;
        this.limits = limits;
        input = new AgentInput(channel);
    }

    SocketChannel channel() {
        return channel;
    }

    /** What answers to others' questions are still under way is dropped. */
    void getInStep() throws IOException {
        long mark = ThreadLocalRandom.current().nextLong(1, 1L << 40);
        ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("id", mark);
        byte[] question = encode(question("guest-sync-delimited", arguments));
        send(ByteBuffer.allocate(question.length + 1).put((byte) SENTINEL).put(question).flip());
        input.allow(limits.replyBytes());
        while (!isMark(syncReply(), mark)) {
            // It answers to an earlier one.
        }
    }

    /** What stands between a sentinel and the line's end. */
    private String syncReply() throws IOException {
        skipToSentinel();
        CappedBytes line = new CappedBytes(LONGEST_SYNC + 1);
        for (int next = read(); next != '\n'; next = read()) {
            if (next == SENTINEL) {
                line.reset();
            } else {
                line.write(next);
            }
            if (line.size() > LONGEST_SYNC) {
                throw new AgentViolation("the guest does not end its answer to a sync");
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private void skipToSentinel() throws IOException {
        while (read() != SENTINEL) {
            // Nobody's any more.
        }
    }

    private int read() throws IOException {
        int next = input.read();
        if (next < 0) {
            throw new EOFException("the guest's end of the line was closed");
        }
        return next;
    }

    private static boolean isMark(String reply, long mark) {
        try {
            JsonNode value = MAPPER.readTree(reply).path("return");
            return value.isIntegralNumber() && value.canConvertToLong() && value.asLong() == mark;
        } catch (JsonProcessingException _) {
            return false;
        }
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws AgentRefused if the answer is an error; the line stays in step
     * @throws AgentViolation if what came is no answer to it
     */
    JsonNode ask(String command, ObjectNode arguments) throws IOException {
        long id = tell(command, arguments);
        input.allow(limits.replyBytes());
        Replies answers = replies();
        for (int strangers = 0; strangers < MOST_STRANGERS; strangers++) {
            ObjectNode reply = answers.next();
            JsonNode of = reply.path("id");
            if (of.isIntegralNumber() && of.asLong() == id) {
                return valueOf(command, reply);
            }
        }
        throw new AgentViolation("the guest answers what nobody asked");
    }

    /** Made after a question: a parser begins to read when it is made. */
    private Replies replies() throws IOException {
        Replies made = replies;
        if (made == null) {
            made = new Replies(input, limits.outputBytes());
            replies = made;
        }
        return made;
    }

    /** Asks for what has no answer where it succeeds. */
    long tell(String command, ObjectNode arguments) throws IOException {
        long id = ++lastId;
        send(ByteBuffer.wrap(encode(question(command, arguments).put("id", id))));
        return id;
    }

    private static JsonNode valueOf(String command, ObjectNode reply) {
        JsonNode error = reply.path("error");
        if (error.isObject()) {
            throw new AgentRefused(command, Excerpt.of(error.path("desc").asText("(no words)")));
        }
        JsonNode value = reply.path("return");
        if (value.isMissingNode()) {
            throw new AgentViolation("an answer of the guest has neither value nor error");
        }
        return value;
    }

    private static ObjectNode question(String command, ObjectNode arguments) {
        ObjectNode question = JsonNodeFactory.instance.objectNode().put("execute", command);
        if (!arguments.isEmpty()) {
            question.set("arguments", arguments);
        }
        return question;
    }

    private static byte[] encode(ObjectNode question) {
        try {
            return (MAPPER.writeValueAsString(question) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("can't be written as JSON", e);
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int _ = channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
