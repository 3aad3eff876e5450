package dev.vman.agent;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * Reads answers one after the other. What a command has printed is decoded while it comes in, and
 * kept up to a limit, so that an answer of many MiB costs no more memory than a small one.
 */
final class Replies {
    private static final Set<String> OUTPUTS = Set.of("out-data", "err-data");
    private static final int MOST_TOKENS = 200_000;
    // Interned and canonicalised names would let a guest fill tables that outlive the connection.
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(64)
                                    .maxStringLength(256 * 1024)
                                    .maxNameLength(1_000)
                                    .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build();

    private final JsonParser parser;
    private final int outputBytes;
    private int tokens;

    /** Waits for the first bytes. */
    Replies(InputStream input, int outputBytes) throws IOException {
        parser = JSON.createParser(input).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
        this.outputBytes = outputBytes;
    }

    /**
     * Waits for the next answer. A command's outputs are binary nodes in it, one byte longer than
     * the limit where they were cut.
     *
     * @throws AgentViolation if it is no JSON object, or has too much in it
     * @throws EOFException at the end of the stream
     */
    ObjectNode next() throws IOException {
        tokens = 0;
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new EOFException("the guest's end of the line was closed");
            }
            if (token != JsonToken.START_OBJECT) {
                throw new AgentViolation("the guest sent JSON that is no object");
            }
            return object();
        } catch (JsonProcessingException e) {
            throw new AgentViolation(
                    "the guest sent what can't be read: " + Excerpt.of(e.getOriginalMessage()), e);
        }
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (advance() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = advance();
            object.set(
                    name,
                    value == JsonToken.VALUE_STRING && OUTPUTS.contains(name)
                            ? output()
                            : value(value));
        }
        return object;
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        JsonToken token = advance();
        while (token != JsonToken.END_ARRAY) {
            array.add(value(token));
            token = advance();
        }
        return array;
    }

    private JsonNode value(JsonToken token) throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> nodes.textNode(parser.getText());
            case VALUE_NUMBER_INT -> nodes.numberNode(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw new AgentViolation("the guest sent " + token + " for a value");
        };
    }

    private JsonNode output() throws IOException {
        CappedBytes bytes = new CappedBytes(outputBytes + 1);
        try {
            int _ = parser.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, bytes);
        } catch (IllegalArgumentException e) {
            throw new AgentViolation("the guest sent an output that is no base64", e);
        }
        return JsonNodeFactory.instance.binaryNode(bytes.toByteArray());
    }

    private JsonToken advance() throws IOException {
        if (++tokens > MOST_TOKENS) {
            throw new AgentViolation("an answer of the guest has too many parts");
        }
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new EOFException("the guest's end of the line was closed within an answer");
        }
        return token;
    }
}
