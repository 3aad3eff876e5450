package dev.vman.reconciler;

import dev.vman.observer.Finding;
import dev.vman.observer.Findings;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads what the policy asks for now. */
@Singleton
class Wishes {
    private final Findings findings;
    private final Policies policies;
    private final Plans plans;
    private final Attempts attempts;
    private final RepairRows rows;
    private final Clock clock;

    Wishes(
            Findings findings,
            Policies policies,
            Plans plans,
            Attempts attempts,
            RepairRows rows,
            Clock clock) {
        this.findings = findings;
        this.policies = policies;
        this.plans = plans;
        this.attempts = attempts;
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * The findings are read before what was done about them is settled: one that came back by an
     * undo is then known as such.
     */
    List<Wish> now() {
        List<Finding> open =
                findings.listOpen().stream()
                        .filter(finding -> policies.of(finding.kind) == Policy.REPAIR)
                        .toList();
        attempts.settleAll();
        if (open.isEmpty()) {
            return List.of();
        }
        Map<UUID, RepairRow> last = rows.ofOpenFindings();
        Instant now = clock.instant();
        return open.stream()
                .filter(finding -> isWanted(last.get(finding.id)))
                .map(finding -> new Wish(finding, plans.of(finding), isDue(last, finding, now)))
                .filter(wish -> wish.action().automatic())
                .toList();
    }

    private static boolean isWanted(@org.jspecify.annotations.Nullable RepairRow last) {
        return last == null || last.isWanted();
    }

    private static boolean isDue(Map<UUID, RepairRow> last, Finding finding, Instant now) {
        return Optional.ofNullable(last.get(finding.id)).map(row -> row.isDue(now)).orElse(true);
    }
}
