package dev.vman.api;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.vman.Failure;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says which field has a value of the wrong type, in the words of JSON rather than of Java. */
final class MisfitJson {
    private MisfitJson() {}

    static Failure invalid(JsonMappingException e) {
        if (e.getCause() instanceof Failure failure) {
            return failure;
        }
        Class<?> wanted =
                e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        return Failure.Invalid.field(path(e), message(wanted));
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String message(@Nullable Class<?> wanted) {
        if (wanted == null || Number.class.isAssignableFrom(wanted) || wanted.isPrimitive()) {
            return "must be a whole number, and not too large";
        }
        if (wanted.isEnum()) {
            return "must be one of "
                    + Arrays.stream(wanted.getEnumConstants())
                            .map(constant -> StrictJson.wireName((Enum<?>) constant))
                            .collect(Collectors.joining(", "));
        }
        if (wanted == Boolean.class) {
            return "must be true or false";
        }
        if (wanted == String.class) {
            return "must be a string";
        }
        return Map.class.isAssignableFrom(wanted)
                ? "must be an object whose values are strings"
                : "must be an object";
    }
}
