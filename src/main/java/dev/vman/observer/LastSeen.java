package dev.vman.observer;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** When findings were seen last: kept in memory, so that a pass without news writes nothing. */
@ApplicationScoped
class LastSeen {
    private final Map<UUID, Instant> instants = new ConcurrentHashMap<>();

    void seen(UUID finding, Instant at) {
        instants.put(finding, at);
    }

    /** Never before it was seen first, though the clock may have been set back since. */
    Instant of(Finding finding) {
        Instant seen = instants.getOrDefault(finding.id, finding.lastSeenAt);
        return seen.isBefore(finding.firstSeenAt) ? finding.firstSeenAt : seen;
    }

    void keepOnly(Set<UUID> findings) {
        instants.keySet().retainAll(findings);
    }
}
