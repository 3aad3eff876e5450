package dev.vman.inventory;

import java.util.Map;
import java.util.Optional;

/**
 * Which VMs to list.
 *
 * @param label {@code key} or {@code key=value}
 */
public record VmFilter(Optional<VmState> state, Optional<String> label, Optional<String> host) {
    void addTo(StringBuilder query, Map<String, Object> parameters) {
        state.ifPresent(value -> {
            query.append(" and v.state = :state");
            parameters.put("state", value);
        });
        host.ifPresent(value -> {
            query.append(" and v.host = :host");
            parameters.put("host", value);
        });
        label.ifPresent(value -> addLabel(query, parameters, value));
    }

    private static void addLabel(StringBuilder query, Map<String, Object> parameters, String text) {
        int equals = text.indexOf('=');
        query.append(
                " and exists (select 1 from Vm w join w.labels l where w.id = v.id and key(l) = :labelKey");
        parameters.put("labelKey", equals < 0 ? text : text.substring(0, equals));
        if (equals >= 0) {
            query.append(" and value(l) = :labelValue");
            parameters.put("labelValue", text.substring(equals + 1));
        }
        query.append(')');
    }
}
