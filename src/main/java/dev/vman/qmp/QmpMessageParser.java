package dev.vman.qmp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vman.qmp.QmpMessage.Failure;
import dev.vman.qmp.QmpMessage.Return;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one line of QMP; a pure function from text to {@link QmpMessage}. */
final class QmpMessageParser {
    // The largest honest answer, query-qmp-schema, has some 30,000 tokens and nests 10 deep; a
    // chain of backing files nests once per file. The token limit bounds the memory of a tree.
    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder().maxNestingDepth(500).maxTokenCount(1_000_000).build();
    // Interned and canonicalised names would let a peer fill tables that outlive the connection.
    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(LIMITS)
                                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private QmpMessageParser() {}

    /**
     * Tells what a line is.
     *
     * @throws QmpProtocolViolation if it is no JSON object, or none of QMP's messages
     */
    static QmpMessage parse(String line) {
        JsonNode json = read(line);
        if (json.has("event")) {
            return event(json);
        }
        if (json.has("return")) {
            return new Return(id(json), json.path("return"));
        }
        if (json.has("error")) {
            JsonNode error = json.path("error");
            return new Failure(id(json), text(error, "class"), text(error, "desc"));
        }
        if (json.has("QMP")) {
            return greeting(json.path("QMP"));
        }
        throw new QmpProtocolViolation("not a QMP message: " + Excerpt.of(line));
    }

    private static JsonNode read(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new QmpProtocolViolation(
                    "not JSON: " + Excerpt.of(e.getOriginalMessage()) + ": " + Excerpt.of(line), e);
        }
        throw new QmpProtocolViolation("not a JSON object: " + Excerpt.of(line));
    }

    private static @Nullable String id(JsonNode json) {
        JsonNode id = json.path("id");
        if (id.isMissingNode()) {
            return null;
        }
        // Ours are text; any other is a stranger's, and only has to match none of ours.
        return id.isTextual() ? id.textValue() : id.getNodeType().name();
    }

    private static QmpEvent event(JsonNode json) {
        JsonNode data =
                json.has("data") ? json.path("data") : JsonNodeFactory.instance.objectNode();
        if (!data.isObject()) {
            throw new QmpProtocolViolation("an event's data is not an object");
        }
        return new QmpEvent(text(json, "event"), data, timestamp(json.path("timestamp")));
    }

    private static Instant timestamp(JsonNode timestamp) {
        long seconds = timestamp.path("seconds").asLong(-1);
        long micros = timestamp.path("microseconds").asLong(-1);
        if (seconds < 0 || seconds > LATEST.getEpochSecond() || micros < 0 || micros >= 1_000_000) {
            return Instant.EPOCH;
        }
        return Instant.ofEpochSecond(seconds, micros * 1_000);
    }

    private static QmpGreeting greeting(JsonNode json) {
        JsonNode version = json.path("version");
        JsonNode qemu = version.path("qemu");
        List<String> capabilities = new ArrayList<>();
        json.path("capabilities").forEach(capability -> capabilities.add(capability.asText()));
        return new QmpGreeting(
                new QmpGreeting.Version(
                        number(qemu, "major"),
                        number(qemu, "minor"),
                        number(qemu, "micro"),
                        version.path("package").asText("")),
                capabilities);
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new QmpProtocolViolation("the message has no text in its field " + field);
        }
        return value.textValue();
    }

    private static int number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isInt()) {
            throw new QmpProtocolViolation("the greeting has no number in its field " + field);
        }
        return value.intValue();
    }
}
