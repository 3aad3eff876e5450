package dev.vman.journal;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which operations to list. */
public record OperationFilter(
        Optional<OperationState> state, Optional<String> kind, Optional<UUID> target) {
    void addTo(StringBuilder query, Map<String, Object> parameters) {
        state.ifPresent(value -> and(query, parameters, "state", value));
        kind.ifPresent(value -> and(query, parameters, "kind", value));
        target.ifPresent(value -> and(query, parameters, "targetId", value));
    }

    private static void and(
            StringBuilder query, Map<String, Object> parameters, String field, Object value) {
        query.append(" and ").append(field).append(" = :").append(field);
        parameters.put(field, value);
    }
}
