package dev.vman.reconciler;

import dev.vman.observer.Finding;
import dev.vman.observer.Findings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what the policy asks for now. */
@Singleton
class Wishes {
    private final Findings findings;
    private final Policies policies;
    private final Plans plans;
    private final Attempts attempts;
    private final RepairRows rows;
    private final Pauses pauses;

    Wishes(
            Findings findings,
            Policies policies,
            Plans plans,
            Attempts attempts,
            RepairRows rows,
            Pauses pauses) {
        this.findings = findings;
        this.policies = policies;
        this.plans = plans;
        this.attempts = attempts;
        this.rows = rows;
        this.pauses = pauses;
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
        pauses.keepOnly(last.keySet());
        return open.stream()
                .filter(finding -> isWanted(last.get(finding.id)))
                .map(finding -> new Wish(finding, plans.of(finding), isDue(last.get(finding.id))))
                .filter(wish -> wish.action().automatic())
                .toList();
    }

    private static boolean isWanted(@Nullable RepairRow last) {
        return last == null || last.isWanted();
    }

    /** Whether the pause after a failure is over. */
    private boolean isDue(@Nullable RepairRow last) {
        Instant until = last == null ? null : last.notBefore;
        return last == null || until == null || pauses.isOver(last.finding, until, last.failures);
    }
}
