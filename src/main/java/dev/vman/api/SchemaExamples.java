package dev.vman.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * Gives each schema of the API's document an example as a whole, made of those of its fields. What
 * the fields don't say, or would say without sense, is in {@code openapi-examples.json}; what is
 * null there is left out of a request.
 */
final class SchemaExamples {
    private static final String SAID = "/openapi-examples.json";
    private final Map<String, Schema> schemas;
    private final Map<String, Object> said;

    private SchemaExamples(Map<String, Schema> schemas) {
        this.schemas = schemas;
        this.said = read();
    }

    static void addTo(Map<String, Schema> schemas) {
        SchemaExamples examples = new SchemaExamples(schemas);
        schemas.forEach((name, schema) ->
                examples.named(name).ifPresent(example -> schema.setExamples(List.of(example))));
    }

    private static Map<String, Object> read() {
        try (InputStream file = SchemaExamples.class.getResourceAsStream(SAID)) {
            return new ObjectMapper()
                    .readValue(Objects.requireNonNull(file, SAID), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Object> named(String name) {
        @Nullable Object known = said.get(name);
        if (known != null && !(known instanceof Map)) {
            return Optional.of(known);
        }
        Schema schema = Objects.requireNonNull(schemas.get(name), name);
        if (schema.getProperties() == null) {
            return of(schema);
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        schema.getProperties().forEach((field, type) -> fields.put(field, of(type).orElse(null)));
        if (known instanceof Map<?, ?> instead) {
            instead.forEach((field, value) -> fields.put(String.valueOf(field), value));
        }
        if (name.endsWith("Body")) {
            fields.values().removeIf(Objects::isNull);
        }
        return Optional.of(fields);
    }

    private Optional<Object> of(Schema schema) {
        if (schema.getExamples() != null && !schema.getExamples().isEmpty()) {
            return Optional.of(schema.getExamples().getFirst());
        }
        if (schema.getRef() != null) {
            return named(ApiDocument.nameOf(schema));
        }
        if (schema.getAnyOf() != null) {
            return of(schema.getAnyOf().getFirst());
        }
        if (schema.getEnumeration() != null) {
            return Optional.of(schema.getEnumeration().getFirst());
        }
        return ofType(schema);
    }

    private Optional<Object> ofType(Schema schema) {
        @Nullable List<SchemaType> types = schema.getType();
        if (types == null) {
            return Optional.empty();
        }
        return switch (types.getFirst()) {
            case BOOLEAN -> Optional.of(false);
            case ARRAY -> of(schema.getItems()).map(List::of);
            case OBJECT -> Optional.of(Map.of());
            default -> Optional.empty();
        };
    }
}
