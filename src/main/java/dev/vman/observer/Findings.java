package dev.vman.observer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import dev.vman.journal.Events;
import dev.vman.journal.Target;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The findings' table. A finding changes only here, together with its event. */
@ApplicationScoped
public class Findings implements PanacheRepositoryBase<Finding, UUID> {
    private static final TypeReference<Map<String, Object>> EVIDENCE = new TypeReference<>() {};
    private static final Duration KEPT = Duration.ofDays(30);
    private final Events events;
    private final ObjectMapper json;
    private final LastSeen lastSeen;

    Findings(Events events, ObjectMapper json, LastSeen lastSeen) {
        this.events = events;
        this.json = json;
        this.lastSeen = lastSeen;
    }

    /** Newest first, beginning after a place. Joins the caller's transaction. */
    public List<Finding> page(FindingFilter filter, Place after, int limit) {
        StringBuilder query =
                new StringBuilder("(firstSeenAt < :at or (firstSeenAt = :at and id > :id))");
        Map<String, Object> parameters = new HashMap<>(Map.of("at", after.at(), "id", after.id()));
        filter.addTo(query, parameters);
        return find(query + " order by firstSeenAt desc, id", parameters).page(0, limit).list();
    }

    /** A place in the list. */
    public record Place(Instant at, UUID id) {}

    /** Joins the caller's transaction. */
    public Finding require(UUID id) {
        return findByIdOptional(id)
                .orElseThrow(() -> new Failure.NotFound("finding", id.toString()));
    }

    public Map<String, Object> evidence(Finding finding) {
        try {
            return json.readValue(finding.evidence, EVIDENCE);
        } catch (JsonProcessingException e) {
            throw new Failure.HostFailure("internal", "evidence can't be read: " + e, null, e);
        }
    }

    public Instant lastSeenAt(Finding finding) {
        return lastSeen.of(finding);
    }

    /** How many are open, by kind. */
    public Map<FindingKind, Long> open() {
        Map<FindingKind, Long> counts = new EnumMap<>(FindingKind.class);
        QuarkusTransaction.requiringNew()
                .call(() ->
                        getEntityManager()
                                .createQuery(
                                        "select f.kind, count(f) from Finding f where f.state = :state group by f.kind",
                                        Object[].class)
                                .setParameter("state", FindingState.OPEN)
                                .getResultList())
                .forEach(row -> counts.put((FindingKind) row[0], (Long) row[1]));
        return counts;
    }

    /**
     * Says that the difference is to stay: it is not counted any more, and still resolves when it
     * is gone. Idempotent.
     *
     * @throws Failure.Conflict it is resolved
     */
    public void ignore(UUID id) {
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    Finding finding = require(id);
                    if (finding.state == FindingState.RESOLVED) {
                        throw new Failure.Conflict(
                                "wrong-state",
                                "The finding is resolved.",
                                "List the findings that are open.");
                    }
                    become(finding, FindingState.IGNORED);
                });
    }

    /** Those that are not resolved. */
    List<Finding> unresolved() {
        return list("state <> ?1", FindingState.RESOLVED);
    }

    Finding open(Difference difference, Instant now) {
        Finding finding = new Finding(difference, evidence(difference), now);
        persist(finding);
        append(finding);
        return finding;
    }

    void resolve(Finding finding) {
        finding.lastSeenAt = lastSeen.of(finding);
        become(finding, FindingState.RESOLVED);
    }

    String evidence(Difference difference) {
        try {
            return json.writeValueAsString(difference.evidence());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("evidence can't be written", e);
        }
    }

    /** What was resolved long ago is of no interest any more. */
    void prune(Instant now) {
        long _ = delete("state = ?1 and lastSeenAt < ?2", FindingState.RESOLVED, now.minus(KEPT));
    }

    private void become(Finding finding, FindingState state) {
        if (finding.state != state) {
            finding.state = state;
            append(finding);
        }
    }

    private void append(Finding finding) {
        Subject subject = finding.subject();
        String name = subject.name() == null ? finding.kind.wireName() : subject.name();
        events.append(
                "finding." + finding.state.wireName(),
                new Target("finding", finding.id, name),
                Map.of("kind", finding.kind, "severity", finding.severity, "subject", subject));
    }
}
