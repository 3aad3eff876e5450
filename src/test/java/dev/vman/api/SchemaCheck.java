package dev.vman.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether JSON is what a schema says: as much of JSON Schema as the API's document uses. Fields
 * that the schema does not know are misfits, too.
 */
final class SchemaCheck {
    private final OpenApi document;
    private final List<String> misfits = new ArrayList<>();

    private SchemaCheck(OpenApi document) {
        this.document = document;
    }

    /** What does not fit; empty where all does. */
    static List<String> misfits(OpenApi document, JsonNode value, JsonNode schema) {
        SchemaCheck check = new SchemaCheck(document);
        check.value(value, schema, "$");
        return check.misfits;
    }

    private void value(JsonNode value, JsonNode schema, String at) {
        if (schema.has("$ref")) {
            value(value, document.resolve(schema), at);
        }
        choices(value, schema, at);
        JsonNode types = schema.path("type");
        require(
                types.isMissingNode() || texts(types).anyMatch(type -> is(value, type)),
                at + " is no " + types + ": " + value);
        JsonNode known = schema.path("enum");
        require(
                known.isMissingNode() || known.valueStream().anyMatch(value::equals),
                at + " is none of " + known + ": " + value);
        if (value.isTextual() && schema.has("pattern")) {
            require(
                    value.asText().matches(schema.path("pattern").asText()),
                    at + " does not match: " + value);
        }
        if (value.isObject() && schema.has("properties")) {
            fields(value, schema, at);
        }
        if (value.isObject() && schema.path("additionalProperties").isObject()) {
            value.forEach(each -> value(each, schema.path("additionalProperties"), at + ".*"));
        }
        if (value.isArray() && schema.has("items")) {
            value.forEach(each -> value(each, schema.path("items"), at + "[]"));
        }
    }

    private void choices(JsonNode value, JsonNode schema, String at) {
        if (schema.has("anyOf")) {
            require(fitting(value, schema.path("anyOf")) > 0, at + " is none: " + value);
        }
        if (schema.has("oneOf")) {
            require(fitting(value, schema.path("oneOf")) == 1, at + " is not just one: " + value);
        }
    }

    private long fitting(JsonNode value, JsonNode schemas) {
        return schemas.valueStream()
                .filter(each -> misfits(document, value, each).isEmpty())
                .count();
    }

    private void fields(JsonNode value, JsonNode schema, String at) {
        value.properties()
                .forEach(field -> {
                    JsonNode known = schema.path("properties").path(field.getKey());
                    require(!known.isMissingNode(), at + "." + field.getKey() + " is not known");
                    value(field.getValue(), known, at + "." + field.getKey());
                });
        texts(schema.path("required"))
                .forEach(name -> require(value.has(name), at + "." + name + " is not there"));
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            misfits.add(otherwise);
        }
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isTextual()
                ? Stream.of(node.asText())
                : node.valueStream().map(JsonNode::asText);
    }

    private static boolean is(JsonNode value, String type) {
        return switch (type) {
            case "null" -> value.isNull();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "string" -> value.isTextual();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> throw new AssertionError("no type: " + type);
        };
    }
}
