package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vman.Failure;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An error on the wire (RFC 9457).
 *
 * @param code stable, kebab-case; what programs compare
 * @param errors the refused fields, where there are such
 * @param remedy what to do, in one sentence, where something can be done
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        @Schema(examples = "urn:vman:problem:name-taken") String type,
        @Schema(examples = "Conflict") String title,
        @Schema(examples = "409") int status,
        @Schema(examples = "A vm named 'web' exists already.") String detail,
        @Schema(examples = "/api/v1/vms") String instance,
        @Schema(examples = "name-taken") String code,
        @Nullable List<Failure.FieldError> errors,
        @Schema(examples = "Choose another name.") @Nullable String remedy) {
    static final String MEDIA_TYPE = "application/problem+json";
}
