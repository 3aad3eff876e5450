package dev.vman.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Says of every operation which problems it may answer with. */
final class ProblemResponses {
    private static final String ANY_OTHER = "default";

    /** Those of which a client may want to know beforehand, and all others. */
    private static final List<Told> PROBLEMS =
            List.of(
                    new Told(
                            "401",
                            "The request has no token, or a wrong one.",
                            _ -> true,
                            List.of(DocumentedHeader.AUTHENTICATE)),
                    new Told(
                            "404",
                            "What the address names does not exist.",
                            ProblemResponses::namesSomething,
                            List.of()),
                    new Told(
                            "412",
                            "The resource is not as it was read: none of `If-Match` is its ETag.",
                            operation -> ApiDocument.takes(operation, "If-Match"),
                            List.of()),
                    new Told(
                            "426",
                            "The request is no WebSocket's.",
                            operation -> operation.getResponses().hasAPIResponse("101"),
                            List.of(DocumentedHeader.UPGRADE)),
                    new Told(
                            "503",
                            "It can't be done now; it may work later.",
                            _ -> true,
                            List.of(DocumentedHeader.RETRY_AFTER)),
                    new Told(
                            "504",
                            "The guest, or its QEMU, did not answer or obey in time.",
                            ProblemResponses::asksGuests,
                            List.of(DocumentedHeader.RETRY_AFTER)),
                    new Told(
                            ANY_OTHER,
                            "A problem; `code` says which.",
                            _ -> true,
                            List.of(DocumentedHeader.ALLOW)));

    private ProblemResponses() {}

    private record Told(
            String status,
            String description,
            Predicate<Operation> where,
            List<DocumentedHeader> headers) {
        String component() {
            return status.equals(ANY_OTHER) ? "Problem" : "Problem" + status;
        }

        APIResponse response() {
            APIResponse response =
                    OASFactory.createAPIResponse()
                            .description(description)
                            .content(
                                    ApiDocument.content(
                                            Problem.MEDIA_TYPE, ApiDocument.reference("Problem")));
            headers.forEach(header -> header.addTo(response));
            return response;
        }
    }

    private static boolean namesSomething(Operation operation) {
        return !"uploadImage".equals(operation.getOperationId())
                && operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(parameter -> parameter.getIn() == Parameter.In.PATH);
    }

    private static boolean asksGuests(Operation operation) {
        return ApiDocument.takes(operation, "Prefer")
                || operation.getTags().contains("Guests")
                || "getScreenshot".equals(operation.getOperationId());
    }

    /** To be referred to, by name. */
    static Map<String, APIResponse> all() {
        Map<String, APIResponse> responses = new LinkedHashMap<>();
        PROBLEMS.forEach(told -> responses.put(told.component(), told.response()));
        return responses;
    }

    static void addTo(Operation operation) {
        APIResponses responses = operation.getResponses();
        responses.removeAPIResponse("400");
        PROBLEMS.stream()
                .filter(told -> told.where().test(operation))
                .forEach(told ->
                        responses.addAPIResponse(
                                told.status(),
                                OASFactory.createAPIResponse()
                                        .ref("#/components/responses/" + told.component())));
    }
}
