package dev.vman.api;

import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/** Completes what an operation answers when all is well, as {@link Outcomes} does it. */
final class SuccessResponses {
    /** The views that have a version. */
    private static final Set<String> VERSIONED =
            Set.of(
                    "CdromView",
                    "DiskView",
                    "FindingView",
                    "ForwardView",
                    "ImageView",
                    "MetadataBody",
                    "NetworkView",
                    "NicView",
                    "OperationView",
                    "TemplateView",
                    "VmView");

    private SuccessResponses() {}

    static void complete(Operation operation) {
        APIResponses responses = operation.getResponses();
        if (ApiDocument.takes(operation, "Prefer")) {
            responses.addAPIResponse("202", accepted());
        }
        responses.getAPIResponses().forEach(SuccessResponses::complete);
        if (ApiDocument.takes(operation, "dryRun")) {
            addPlan(responses);
        }
    }

    private static APIResponse accepted() {
        APIResponse response =
                OASFactory.createAPIResponse()
                        .description("It is being done; `Location` is the operation's address.")
                        .content(
                                ApiDocument.content(
                                        JsonBodies.JSON, ApiDocument.reference("OperationView")));
        DocumentedHeader.OPERATION.addTo(response);
        return response;
    }

    private static void complete(String status, APIResponse response) {
        String said = response.getDescription();
        if (said == null || said.equals("OK")) {
            response.setDescription(description(status));
        }
        if (VERSIONED.contains(schemaOf(response))) {
            DocumentedHeader.ETAG.addTo(response);
            if (status.equals("201")) {
                DocumentedHeader.LOCATION.addTo(response);
            }
        }
    }

    private static String description(String status) {
        return switch (status) {
            case "201" -> "It is made.";
            case "204" -> "It is done.";
            default -> "The answer.";
        };
    }

    /** With {@code ?dryRun=true} the plan is the answer, whatever it is else. */
    private static void addPlan(APIResponses responses) {
        APIResponse known = responses.getAPIResponse("200");
        if (known == null) {
            APIResponse response =
                    OASFactory.createAPIResponse()
                            .description("With `dryRun=true`: the plan, and nothing is changed.")
                            .content(ApiDocument.content(JsonBodies.JSON, plan()));
            responses.addAPIResponse("200", response);
        } else if (!schemaOf(known).isEmpty() && !schemaOf(known).equals("DryRunView")) {
            Schema either =
                    OASFactory.createSchema()
                            .addOneOf(ApiDocument.reference(schemaOf(known)))
                            .addOneOf(plan());
            known.setDescription(
                    "As it is now; with `dryRun=true` the plan, and nothing is changed.");
            known.setContent(ApiDocument.content(JsonBodies.JSON, either));
        }
    }

    private static Schema plan() {
        return ApiDocument.reference("DryRunView");
    }

    /** The name of the schema of its JSON; empty where there is none. */
    private static String schemaOf(APIResponse response) {
        @Nullable Content content = response.getContent();
        @Nullable MediaType json = content == null ? null : content.getMediaType(JsonBodies.JSON);
        return json == null || json.getSchema() == null ? "" : ApiDocument.nameOf(json.getSchema());
    }
}
