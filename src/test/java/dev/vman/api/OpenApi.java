package dev.vman.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The API's document as the daemon under test serves it. */
final class OpenApi {
    private final JsonNode document;

    private OpenApi(JsonNode document) {
        this.document = document;
    }

    /** Before it is read. */
    static OpenApi none() {
        return new OpenApi(json("{}"));
    }

    static OpenApi read() {
        return new OpenApi(json(RestAssured.get("/q/openapi?format=json").asString()));
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    List<Operation> operations() {
        return document.path("paths").properties().stream()
                .flatMap(path ->
                        path.getValue().properties().stream()
                                .map(verb ->
                                        new Operation(
                                                verb.getKey().toUpperCase(Locale.ROOT),
                                                path.getKey(),
                                                verb.getValue())))
                .toList();
    }

    Operation operation(String id) {
        return operations().stream().filter(each -> each.id().equals(id)).findAny().orElseThrow();
    }

    JsonNode schema(String name) {
        return document.at("/components/schemas/" + name);
    }

    Map<String, JsonNode> schemas() {
        return document.path("components").path("schemas").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** What a reference leads to; what is none is as it is. */
    JsonNode resolve(JsonNode node) {
        JsonNode reference = node.path("$ref");
        if (reference.isMissingNode()) {
            return node;
        }
        JsonNode found = document.at(reference.asText().substring(1));
        if (found.isMissingNode()) {
            throw new AssertionError("leads nowhere: " + reference);
        }
        return found;
    }

    /** One operation. */
    final class Operation {
        private final String method;
        private final String path;
        private final JsonNode node;

        private Operation(String method, String path, JsonNode node) {
            this.method = method;
            this.path = path;
            this.node = node;
        }

        String id() {
            return node.path("operationId").asText();
        }

        String method() {
            return method;
        }

        String path() {
            return path;
        }

        JsonNode node() {
            return node;
        }

        boolean isMutation() {
            return !method.equals("GET");
        }

        Stream<JsonNode> parameters() {
            return node.path("parameters").valueStream();
        }

        Optional<JsonNode> parameter(String name) {
            return parameters().filter(each -> each.path("name").asText().equals(name)).findAny();
        }

        boolean takes(String name) {
            return parameter(name).isPresent();
        }

        /** Missing where there is none. */
        JsonNode response(String status) {
            return resolve(node.path("responses").path(status));
        }

        /** Of the JSON that is answered; missing where there is none. */
        JsonNode schema(String status) {
            return response(status).path("content").path("application/json").path("schema");
        }

        boolean tells(String status, String header) {
            JsonNode told = response(status).path("headers").path(header);
            return told.hasNonNull("description") && told.hasNonNull("schema");
        }

        @Override
        public String toString() {
            return id() + " (" + method + " " + path + ")";
        }
    }
}
