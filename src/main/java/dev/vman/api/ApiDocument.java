package dev.vman.api;

import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Completes the API's document with what the resources need not repeat: problems, headers, plans,
 * what parameters may be, and examples. May be applied twice.
 */
public final class ApiDocument implements OASFilter {
    private static final String SCHEMAS = "#/components/schemas/";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .forEach(ApiDocument::complete);
        Components components = document.getComponents();
        components.setResponses(ProblemResponses.all());
        Map<String, Schema> schemas = components.getSchemas();
        ViewFields.describe(schemas);
        SchemaExamples.addTo(schemas);
    }

    private static void complete(Operation operation) {
        ParameterFacts.addTo(operation);
        RequestBodies.describe(operation);
        SuccessResponses.complete(operation);
        ProblemResponses.addTo(operation);
    }

    /** Whether it obeys a parameter or header of this name. */
    static boolean takes(Operation operation, String name) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .map(Parameter::getName)
                        .anyMatch(name::equals);
    }

    static Schema reference(String schema) {
        return OASFactory.createSchema().ref(SCHEMAS + schema);
    }

    /** The name of the schema that is referred to; empty where none is. */
    static String nameOf(Schema schema) {
        String reference = schema.getRef();
        return reference == null ? "" : reference.substring(SCHEMAS.length());
    }

    static Content content(String mediaType, Schema schema) {
        return OASFactory.createContent()
                .addMediaType(mediaType, OASFactory.createMediaType().schema(schema));
    }
}
