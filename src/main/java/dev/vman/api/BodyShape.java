package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.Failure;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares the fields of a JSON object with those of a record, and names all that are wrong. */
final class BodyShape {
    private static final ClassValue<BodyShape> SHAPES =
            new ClassValue<>() {
                @Override
                protected BodyShape computeValue(Class<?> type) {
                    return new BodyShape(type);
                }
            };

    private final Class<?> type;
    private final Map<String, RecordComponent> known = new LinkedHashMap<>();

    private BodyShape(Class<?> type) {
        this.type = type;
        for (RecordComponent component : type.getRecordComponents()) {
            known.put(wireName(component), component);
        }
    }

    private static String wireName(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }

    /** Throws {@link Failure.Invalid}; values are not looked at, but for null. */
    static void check(Class<?> type, ObjectNode body) {
        List<Failure.FieldError> errors = new ArrayList<>();
        SHAPES.get(type).check(body, "", errors);
        if (!errors.isEmpty()) {
            throw Failure.Invalid.fields(errors);
        }
    }

    private void check(ObjectNode body, String prefix, List<Failure.FieldError> errors) {
        refuseNotBuilt(body, prefix);
        body.fieldNames()
                .forEachRemaining(name -> {
                    if (!known.containsKey(name)) {
                        String shown = name.length() > 80 ? name.substring(0, 80) : name;
                        errors.add(error(prefix + shown, "is not a known field"));
                    }
                });
        known.forEach(
                (name, component) -> checkField(component, body.get(name), prefix + name, errors));
    }

    private void refuseNotBuilt(ObjectNode body, String prefix) {
        NotBuiltYet later = type.getAnnotation(NotBuiltYet.class);
        for (String name : later == null ? new String[0] : later.value()) {
            if (body.hasNonNull(name)) {
                throw Failure.Invalid.unsupported(
                        prefix + name, "this version has not built it yet");
            }
            body.remove(name);
        }
    }

    private static void checkField(
            RecordComponent component,
            @Nullable JsonNode value,
            String path,
            List<Failure.FieldError> errors) {
        boolean required = component.isAnnotationPresent(Required.class);
        if (value == null && required) {
            errors.add(error(path, "is required"));
        }
        if (value != null && value.isNull() && (required || isScalar(component.getType()))) {
            errors.add(error(path, "must not be null"));
        }
        if (value instanceof ObjectNode inner && component.getType().isRecord()) {
            SHAPES.get(component.getType()).check(inner, path + ".", errors);
        }
    }

    private static boolean isScalar(Class<?> type) {
        return Number.class.isAssignableFrom(type) || type == Boolean.class;
    }

    private static Failure.FieldError error(String field, String message) {
        return new Failure.FieldError(field, message);
    }
}
