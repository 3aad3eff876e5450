package dev.vman.observer;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which findings to list. */
public record FindingFilter(
        Optional<FindingKind> kind, Optional<FindingState> state, Optional<UUID> vm) {
    void addTo(StringBuilder query, Map<String, Object> parameters) {
        kind.ifPresent(value -> and(query, parameters, "kind", value));
        state.ifPresent(value -> and(query, parameters, "state", value));
        vm.ifPresent(value -> and(query, parameters, "vm", value));
    }

    private static void and(
            StringBuilder query, Map<String, Object> parameters, String field, Object value) {
        query.append(" and ").append(field).append(" = :").append(field);
        parameters.put(field, value);
    }
}
