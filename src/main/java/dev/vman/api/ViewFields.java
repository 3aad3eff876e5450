package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * Says of each field of an answer whether it is always there, and whether it may be null: as its
 * record does.
 */
final class ViewFields {
    private static final String LIST = "Items";
    private static final String BODY = "Body";

    private ViewFields() {}

    /** One field on the wire. */
    private record Field(String name, boolean nullable, boolean leftOut) {
        static Field of(RecordComponent component) {
            @Nullable JsonProperty named =
                    component.getAccessor().getAnnotation(JsonProperty.class);
            boolean leftOut =
                    component.getAccessor().isAnnotationPresent(JsonInclude.class)
                            || component
                                    .getDeclaringRecord()
                                    .isAnnotationPresent(JsonInclude.class);
            return new Field(
                    named == null ? component.getName() : named.value(),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    leftOut);
        }
    }

    static void describe(Map<String, Schema> schemas) {
        Map<String, Class<?>> records = new TreeMap<>();
        schemas.keySet().stream()
                .filter(name -> !name.endsWith(BODY) || name.equals("MetadataBody"))
                .forEach(name -> record(name).ifPresent(type -> collect(type, records)));
        schemas.forEach((name, schema) -> {
            Class<?> type = name.startsWith(LIST) ? Items.class : records.get(name);
            if (type != null && schema.getProperties() != null) {
                fields(type).forEach(field -> describe(name, schema, field));
            }
        });
    }

    /** The room's own record of this name. */
    static Optional<Class<?>> record(String schema) {
        try {
            Class<?> type = Class.forName(ViewFields.class.getPackageName() + "." + schema);
            return type.isRecord() ? Optional.of(type) : Optional.empty();
        } catch (ClassNotFoundException _) {
            return Optional.empty();
        }
    }

    private static void collect(Type type, Map<String, Class<?>> records) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(of -> collect(of, records));
        }
        if (type instanceof Class<?> known
                && known.isRecord()
                && records.putIfAbsent(known.getSimpleName(), known) == null) {
            Arrays.stream(known.getRecordComponents())
                    .forEach(component -> collect(component.getGenericType(), records));
        }
    }

    private static Stream<Field> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component ->
                        component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                                ? fields(component.getType())
                                : Stream.of(Field.of(component)));
    }

    private static void describe(String name, Schema schema, Field field) {
        @Nullable Schema property = schema.getProperties().get(field.name());
        if (property == null) {
            return;
        }
        if (field.nullable() && !field.leftOut()) {
            addNull(property);
        }
        boolean always = !(field.nullable() && field.leftOut()) && !name.endsWith(BODY);
        boolean said = schema.getRequired() != null && schema.getRequired().contains(field.name());
        if (always && !said) {
            Schema _ = schema.addRequired(field.name());
        }
    }

    private static void addNull(Schema property) {
        if (property.getRef() != null) {
            Schema either = OASFactory.createSchema().ref(property.getRef());
            property.ref(null)
                    .type(null)
                    .anyOf(List.of(either, OASFactory.createSchema().addType(SchemaType.NULL)));
        } else if (property.getType() != null && !property.getType().contains(SchemaType.NULL)) {
            Schema _ = property.addType(SchemaType.NULL);
        }
    }
}
