package dev.vman.api;

import java.util.Optional;
import java.util.UUID;

/**
 * Which events a client wants to hear.
 *
 * @param kind what their kinds begin with; empty for all
 * @param vm the VM that they are about, or that their disk belongs to
 */
record EventFilter(String kind, Optional<UUID> vm) {
    boolean admits(EventView event) {
        return event.kind().startsWith(kind) && vm.map(id -> concerns(event, id)).orElse(true);
    }

    private static boolean concerns(EventView event, UUID vm) {
        return event.subject().id().equals(vm)
                || event.data().path("vm").asText().equals(vm.toString());
    }
}
