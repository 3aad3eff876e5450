package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.vman.Failure;
import java.io.IOException;
import java.util.Map;

/**
 * Reads request bodies and guesses nothing: no text for a number, no fraction for a whole one, no
 * field twice, nothing after the end. What is no JSON is malformed (400); JSON that does not fit is
 * invalid (422).
 */
final class StrictJson {
    private static final JsonMapper MAPPER = mapper();

    private StrictJson() {}

    private static JsonMapper mapper() {
        JsonMapper mapper =
                JsonMapper.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                        .withCoercionConfig(
                                LogicalType.Textual,
                                text -> {
                                    text.setCoercion(
                                            CoercionInputShape.Integer, CoercionAction.Fail);
                                    text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                                    text.setCoercion(
                                            CoercionInputShape.Boolean, CoercionAction.Fail);
                                })
                        .build();
        mapper.configOverride(Map.class)
                .setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
        return mapper;
    }

    static <T> T read(byte[] body, Class<T> type) {
        JsonNode tree = parse(body);
        if (tree.isMissingNode()) {
            throw noBody();
        }
        if (!(tree instanceof ObjectNode object)) {
            throw new Failure.Invalid(
                    "invalid-value", "The body must be a JSON object.", "Send an object: {...}.");
        }
        BodyShape.check(type, object);
        try {
            return MAPPER.treeToValue(object, type);
        } catch (JsonMappingException e) {
            throw MisfitJson.invalid(e);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw problem("The body is not valid UTF-8.");
        }
    }

    private static HttpProblem malformed(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        boolean known = at != null && at.getLineNr() > 0;
        String where = known ? " at line " + at.getLineNr() + ", column " + at.getColumnNr() : "";
        return problem("The body " + what(e) + where + ".");
    }

    private static String what(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "ends too early";
        }
        if (e instanceof StreamConstraintsException) {
            return "is nested too deeply, or has too long a number or name";
        }
        return e.getOriginalMessage().startsWith("Duplicate field")
                ? "names a field twice"
                : "is not valid JSON";
    }

    static HttpProblem noBody() {
        return HttpProblem.of(
                400, "empty-body", "The request has no body.", "Send one JSON object.");
    }

    private static HttpProblem problem(String detail) {
        return HttpProblem.of(400, "malformed-json", detail, "Send one JSON object, in UTF-8.");
    }

    /** What a request says, in one canonical form: equal requests give equal bytes. */
    static byte[] write(Object body) {
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("can't be written: " + body.getClass(), e);
        }
    }

    /** An enum constant's name on the wire. */
    static String wireName(Enum<?> constant) {
        return MAPPER.convertValue(constant, String.class);
    }
}
