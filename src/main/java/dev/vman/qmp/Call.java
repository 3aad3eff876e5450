package dev.vman.qmp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.qmp.QmpMessage.Failure;
import dev.vman.qmp.QmpMessage.Reply;
import dev.vman.qmp.QmpMessage.Return;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One command under way. */
final class Call {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String id;
    private final String command;
    private final byte[] line;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();

    /** Encodes at once: what the caller does to its arguments afterwards changes nothing. */
    Call(String id, String command, ObjectNode arguments) {
        this.id = id;
        this.command = command;
        this.line = encode(id, command, arguments);
    }

    String id() {
        return id;
    }

    String command() {
        return command;
    }

    /** What goes over the wire, its line end included. */
    ByteBuffer line() {
        return ByteBuffer.wrap(line).asReadOnlyBuffer();
    }

    void answer(Reply answer) {
        reply.complete(answer);
    }

    void fail(QmpException reason) {
        reply.completeExceptionally(reason);
    }

    /**
     * Waits for the answer.
     *
     * @throws QmpCommandFailed if the answer is an error
     * @throws QmpException as the connection ended
     */
    JsonNode await(long nanos) throws InterruptedException, TimeoutException {
        try {
            return valueOf(reply.get(nanos, TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof QmpException reason) {
                throw reason.again();
            }
            throw new IllegalStateException(e);
        }
    }

    /** Whether there is an answer, or a failure; waits for it. An interrupted wait is one. */
    boolean isAnsweredWithin(long nanos) {
        try {
            var _ = reply.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException _) {
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * The value of an answer.
     *
     * @throws QmpCommandFailed if the answer is an error
     */
    JsonNode valueOf(Reply answer) {
        return switch (answer) {
            case Return(_, JsonNode value) -> value;
            case Failure(_, String errorClass, String description) ->
                    throw new QmpCommandFailed(command, errorClass, description);
        };
    }

    private static byte[] encode(String id, String command, ObjectNode arguments) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("execute", command);
        if (!arguments.isEmpty()) {
            json.set("arguments", arguments);
        }
        json.put("id", id);
        try {
            return (MAPPER.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the arguments can't be written as JSON", e);
        }
    }
}
