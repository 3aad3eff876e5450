package dev.vman.api;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Says what parameters mean and may be: the resources take all of them as text, so that they can
 * refuse them in their own words.
 */
final class ParameterFacts {
    /** By name, or by operation and name, where the resources say nothing. */
    private static final Map<String, String> MEANINGS =
            Map.ofEntries(
                    entry("vm", "A VM's id or name."),
                    entry("disk", "A disk's id or name."),
                    entry("image", "An image's id or name."),
                    entry("template", "A template's id or name."),
                    entry("network", "A network's id or name."),
                    entry("forward", "A forwarded port's id."),
                    entry("finding", "A finding's id."),
                    entry("operation", "An operation's id."),
                    entry("state", "Only those in this state."),
                    entry("kind", "Only those of this kind."),
                    entry("uploadImage.kind", "What the image is."),
                    entry("host", "Only those of this host, by its name."),
                    entry(
                            "Last-Event-ID",
                            "The number of the last event that the client has seen: those after it"
                                    + " are replayed."));

    private static final Map<String, Supplier<Schema>> SCHEMAS =
            Map.ofEntries(
                    entry("dryRun", ParameterFacts::flag),
                    entry("force", ParameterFacts::flag),
                    entry("plan", ParameterFacts::flag),
                    entry("deep", ParameterFacts::flag),
                    entry("write", ParameterFacts::flag),
                    entry("limit", () -> number(ListParameters.LIMIT)),
                    entry("timeout", () -> number(VmWait.SECONDS)),
                    entry("getOperation.wait", () -> number(OperationsResource.WAIT)),
                    entry("getVm.wait", () -> oneOf("VmState").addAnyOf(only("agent"))),
                    entry("followEvents.after", ParameterFacts::eventNumber),
                    entry("Last-Event-ID", ParameterFacts::eventNumber),
                    entry("listDisks.state", () -> oneOf("DiskState")),
                    entry("listImages.state", () -> oneOf("ImageState")),
                    entry("listImages.kind", () -> oneOf("ImageKind")),
                    entry("uploadImage.kind", () -> oneOf("ImageKind").defaultValue("disk")),
                    entry("listFindings.state", () -> oneOf("FindingState")),
                    entry("listFindings.kind", () -> oneOf("FindingKind")),
                    entry("listOperations.state", () -> oneOf("OperationState")),
                    entry("listOperations.target", () -> text().format("uuid")),
                    entry("listVms.state", () -> oneOf("VmState")),
                    entry("sha256", () -> text().pattern("^[0-9a-fA-F]{64}$")),
                    entry("mode", () -> text().pattern("^[0-7]{3,4}$")),
                    entry("Idempotency-Key", () -> text().minLength(1).maxLength(255)),
                    entry("If-Match", ParameterFacts::text),
                    entry("Prefer", ParameterFacts::text));

    private ParameterFacts() {}

    static void addTo(Operation operation) {
        Optional.ofNullable(operation.getParameters())
                .orElse(List.of())
                .forEach(parameter -> addTo(parameter, operation.getOperationId()));
    }

    private static void addTo(Parameter parameter, String operation) {
        if (parameter.getDescription() == null) {
            parameter.setDescription(of(MEANINGS, operation, parameter.getName()));
        }
        @Nullable Supplier<Schema> schema = of(SCHEMAS, operation, parameter.getName());
        if (schema != null) {
            parameter.setSchema(schema.get());
            parameter.setExample(typed(parameter.getExample(), parameter.getSchema()));
        }
        if (parameter.getName().equals("path")) {
            parameter.setRequired(true);
        }
    }

    private static <T> @Nullable T of(Map<String, T> facts, String operation, String name) {
        @Nullable T particular = facts.get(operation + "." + name);
        return particular == null ? facts.get(name) : particular;
    }

    private static @Nullable Object typed(@Nullable Object example, Schema schema) {
        if (!(example instanceof String text) || schema.getType() == null) {
            return example;
        }
        return switch (schema.getType().getFirst()) {
            case BOOLEAN -> Boolean.valueOf(text);
            case INTEGER -> Long.valueOf(text);
            default -> text;
        };
    }

    private static Schema flag() {
        return OASFactory.createSchema().addType(SchemaType.BOOLEAN).defaultValue(false);
    }

    private static Schema number(QueryValue.Range range) {
        return OASFactory.createSchema()
                .addType(SchemaType.INTEGER)
                .minimum(BigDecimal.valueOf(range.least()))
                .maximum(BigDecimal.valueOf(range.most()))
                .defaultValue(range.unlessSaid());
    }

    private static Schema eventNumber() {
        return OASFactory.createSchema()
                .addType(SchemaType.INTEGER)
                .format("int64")
                .minimum(BigDecimal.ZERO);
    }

    private static Schema oneOf(String schema) {
        return OASFactory.createSchema().addAnyOf(ApiDocument.reference(schema));
    }

    private static Schema only(String value) {
        return text().enumeration(List.of(value));
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
