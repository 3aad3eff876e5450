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
import java.util.Optional;
import java.util.UUID;

/** The findings' table. A finding changes only here, together with its event. */
@ApplicationScoped
public class Findings implements PanacheRepositoryBase<Finding, UUID> {
    private static final TypeReference<Map<String, Object>> EVIDENCE = new TypeReference<>() {};
    private static final Duration KEPT = Duration.ofDays(30);
    // What was moved away can be brought back by its finding.
    private static final Duration REPAIRED_KEPT = Duration.ofDays(365);
    private final Events events;
    private final ObjectMapper json;
    private final LastSeen lastSeen;
    private final JustRepaired justRepaired;

    Findings(Events events, ObjectMapper json, LastSeen lastSeen, JustRepaired justRepaired) {
        this.events = events;
        this.json = json;
        this.lastSeen = lastSeen;
        this.justRepaired = justRepaired;
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
     * @throws Failure.Conflict it is resolved or repaired
     */
    public void ignore(UUID id) {
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    Finding finding = require(id);
                    if (!finding.state.lasts()) {
                        throw new Failure.Conflict(
                                "wrong-state",
                                "The finding is " + finding.state.wireName() + ".",
                                "List the findings that are open.");
                    }
                    become(finding, FindingState.IGNORED);
                });
    }

    /** Those that a person or a repair has yet to deal with. */
    public List<Finding> listOpen() {
        return QuarkusTransaction.requiringNew()
                .call(() -> list("state = ?1 order by firstSeenAt, id", FindingState.OPEN));
    }

    /** Records that a repair has cured it, also where a pass has seen that before. Idempotent. */
    public void repaired(UUID id) {
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    Finding finding = require(id);
                    finding.lastSeenAt = lastSeen.of(finding);
                    become(finding, FindingState.REPAIRED);
                    justRepaired.add(finding.key);
                });
    }

    /**
     * The repair was taken back: the difference is there again. Returns the finding that says so,
     * which is another one where a pass has seen it before.
     */
    public UUID reopen(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    Finding finding = require(id);
                    justRepaired.remove(finding.key);
                    Optional<Finding> seen =
                            unresolved().stream().filter(f -> f.key.equals(finding.key)).findAny();
                    if (seen.isEmpty()) {
                        become(finding, FindingState.OPEN);
                    }
                    return seen.orElse(finding).id;
                });
    }

    /** Those of differences that last. */
    List<Finding> unresolved() {
        return list(
                "state in ?1 and kind <> ?2",
                List.of(FindingState.OPEN, FindingState.IGNORED),
                FindingKind.REPAIR_LIMIT);
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
        long _ =
                delete(
                        "state = ?1 and lastSeenAt < ?2",
                        FindingState.REPAIRED,
                        now.minus(REPAIRED_KEPT));
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
