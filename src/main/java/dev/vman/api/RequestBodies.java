package dev.vman.api;

import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Says in the API's document which bodies may be left out. */
final class RequestBodies {
    private RequestBodies() {}

    static void describe(Operation operation) {
        @Nullable RequestBody body = operation.getRequestBody();
        if (body != null) {
            boolean optional =
                    body.getContent().getMediaTypes().values().stream()
                            .allMatch(RequestBodies::isOptional);
            body.setRequired(!optional);
        }
    }

    private static boolean isOptional(MediaType type) {
        return ViewFields.record(ApiDocument.nameOf(type.getSchema()))
                .filter(record -> record.isAnnotationPresent(BodyOptional.class))
                .isPresent();
    }
}
