package dev.vman.reconciler;

import dev.vman.Failure;
import dev.vman.journal.IdempotencyKey;
import dev.vman.journal.Journal;
import dev.vman.journal.Submitted;
import dev.vman.lifecycle.Answer;
import dev.vman.lifecycle.Ask;
import dev.vman.lifecycle.RepairRequests;
import dev.vman.observer.Finding;
import dev.vman.observer.FindingKind;
import dev.vman.observer.FindingState;
import dev.vman.observer.Findings;
import dev.vman.observer.Passes;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** The way in for repairs of findings, by people and by itself. Throws {@link Failure}. */
@ApplicationScoped
public class Repairs {
    private final Findings findings;
    private final Plans plans;
    private final Cures cures;
    private final Attempts attempts;
    private final RepairRows rows;
    private final RepairRequests requests;
    private final Releases releases;
    private final Passes passes;
    private final Journal journal;

    Repairs(
            Findings findings,
            Plans plans,
            Cures cures,
            Attempts attempts,
            RepairRows rows,
            RepairRequests requests,
            Releases releases,
            Passes passes,
            Journal journal) {
        this.findings = findings;
        this.plans = plans;
        this.cures = cures;
        this.attempts = attempts;
        this.rows = rows;
        this.requests = requests;
        this.releases = releases;
        this.passes = passes;
        this.journal = journal;
    }

    /** What would cure it; empty where nobody is to do anything. */
    public Optional<Repair> of(Finding finding) {
        return plans.of(finding).describe();
    }

    /** What was last done about it. */
    public Optional<RepairTrace> last(Finding finding) {
        return rows.of(finding.id).map(RepairTrace::of);
    }

    /**
     * Repairs it, as a person wishes; the target of the answer is the finding.
     *
     * @throws Failure.Conflict it is not open, VMAN has no repair for it, or one is under way
     */
    public Answer repair(UUID id, Ask ask) {
        return earlier(id, ask).orElseGet(() -> repair(requireOpen(id), ask));
    }

    private Answer repair(Finding finding, Ask ask) {
        if (finding.kind == FindingKind.REPAIR_LIMIT) {
            return releases.release(finding.id, ask);
        }
        RepairAction action = plans.of(finding);
        if (ask.dryRun() || !action.automatic()) {
            return cures.begin(finding.id, action, ask);
        }
        return action instanceof RepairAction.Look
                ? look(finding, action, ask)
                : attempts.begin(finding, action, false, ask.idempotency());
    }

    /** A pass tells whether the look has cured it. */
    private Answer look(Finding finding, RepairAction action, Ask ask) {
        Answer answer = cures.begin(finding.id, action, ask);
        var _ = passes.run();
        if (require(finding.id).state == FindingState.OPEN) {
            throw Failure.Unavailable.now(
                    "still-different",
                    "The VM was looked at, and the difference is still there.",
                    "Look at the finding's evidence; try again when no operation holds the VM.");
        }
        findings.repaired(finding.id);
        return answer;
    }

    /**
     * Brings back what a repair has moved into the quarantine; the finding is open again, and is
     * not repaired by itself any more.
     *
     * @throws Failure.Conflict nothing of it lies there
     */
    public Answer undo(UUID id, Ask ask) {
        return earlier(id, ask)
                .orElseGet(() -> {
                    Finding finding = require(id);
                    requireQuarantined(finding);
                    return ask.dryRun()
                            ? requests.restore(id, ask)
                            : attempts.beginUndo(finding, ask.idempotency());
                });
    }

    private void requireQuarantined(Finding finding) {
        boolean moved =
                finding.state == FindingState.REPAIRED
                        && rows.of(finding.id).filter(RepairRow::canBeUndone).isPresent();
        if (!moved) {
            throw new Failure.Conflict(
                    "nothing-to-undo",
                    "No repair of this finding has moved anything into the quarantine.",
                    "List the findings with state=repaired, and look at their lastRepair.");
        }
    }

    /** Writes down how its repair has ended, if it has: a watcher may be late. */
    public void settle(UUID id) {
        attempts.settle(id);
    }

    private Optional<Answer> earlier(UUID id, Ask ask) {
        Optional<IdempotencyKey> key = ask.idempotency();
        return key.flatMap(journal::earlier)
                .map(operation ->
                        new Answer.Accepted(Submitted.of(operation), id, Optional.empty()));
    }

    private Finding require(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> findings.require(id));
    }

    private Finding requireOpen(UUID id) {
        Finding finding = require(id);
        if (finding.state != FindingState.OPEN) {
            throw new Failure.Conflict(
                    "wrong-state",
                    "The finding is " + finding.state.wireName() + ", not open.",
                    "List the findings that are open.");
        }
        return finding;
    }
}
