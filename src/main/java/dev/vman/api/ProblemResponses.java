package dev.vman.api;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Says in the API's document, of every operation, what all have in common: 202 and problems. */
public final class ProblemResponses implements OASFilter {
    @Override
    public Operation filterOperation(Operation operation) {
        APIResponses responses = operation.getResponses();
        responses.removeAPIResponse("400");
        responses.addAPIResponse(
                "default",
                response("A problem; `code` says which.", Problem.MEDIA_TYPE, "Problem"));
        if (mayRespondLater(operation)) {
            responses.addAPIResponse(
                    "202",
                    response(
                            "It is being done; `Location` is the operation's address.",
                            JsonBodies.JSON,
                            "OperationView"));
        }
        return operation;
    }

    private static boolean mayRespondLater(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(parameter -> "Prefer".equals(parameter.getName()));
    }

    private static APIResponse response(String description, String mediaType, String schema) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(
                        OASFactory.createContent()
                                .addMediaType(
                                        mediaType,
                                        OASFactory.createMediaType()
                                                .schema(
                                                        OASFactory.createSchema()
                                                                .ref(
                                                                        "#/components/schemas/"
                                                                                + schema))));
    }
}
