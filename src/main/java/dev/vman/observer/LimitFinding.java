package dev.vman.observer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The one finding that says that repairs wait for a person. */
@Singleton
public class LimitFinding {
    private static final String ABOUT = "reconciler";
    private final Findings findings;
    private final Clock clock;

    LimitFinding(Findings findings, Clock clock) {
        this.findings = findings;
        this.clock = clock;
    }

    /** Opens it, or brings its evidence up to date; one that is ignored stays so. */
    public void raise(Map<String, Object> evidence) {
        Difference difference =
                new Difference(
                        FindingKind.REPAIR_LIMIT,
                        ABOUT,
                        new Subject(ABOUT, null, null, null, null),
                        Optional.empty(),
                        Set.of(),
                        evidence);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        QuarkusTransaction.requiringNew()
                .run(() ->
                        lasting()
                                .ifPresentOrElse(
                                        there -> update(there, difference, now),
                                        () -> findings.open(difference, now)));
    }

    private void update(Finding there, Difference difference, Instant now) {
        String evidence = findings.evidence(difference);
        if (!there.evidence.equals(evidence)) {
            there.evidence = evidence;
            there.lastSeenAt = now;
        }
    }

    /** No more is wanted than may be done. */
    public void lower() {
        QuarkusTransaction.requiringNew().run(() -> lasting().ifPresent(findings::resolve));
    }

    private Optional<Finding> lasting() {
        return findings.find(
                        "kind = ?1 and state in ?2",
                        FindingKind.REPAIR_LIMIT,
                        List.of(FindingState.OPEN, FindingState.IGNORED))
                .firstResultOptional();
    }
}
