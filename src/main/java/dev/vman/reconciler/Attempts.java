package dev.vman.reconciler;

import dev.vman.Failure;
import dev.vman.journal.IdempotencyKey;
import dev.vman.journal.Journal;
import dev.vman.journal.Operation;
import dev.vman.journal.OperationState;
import dev.vman.lifecycle.Answer;
import dev.vman.lifecycle.Ask;
import dev.vman.lifecycle.RepairRequests;
import dev.vman.observer.Finding;
import dev.vman.observer.FindingState;
import dev.vman.observer.Findings;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Begins repairs and writes down what becomes of them. A repair is recorded before its operation
 * is; whoever finds it so after a crash finds the operation by its key.
 */
@ApplicationScoped
class Attempts {
    private static final Logger LOG = Logger.getLogger(Attempts.class);
    private static final Duration LONGEST = Duration.ofMinutes(20);
    private final RepairRows rows;
    private final Findings findings;
    private final Journal journal;
    private final Cures cures;
    private final RepairRequests requests;
    private final Set<UUID> beginning = ConcurrentHashMap.newKeySet();
    private final ReentrantLock settling = new ReentrantLock();

    Attempts(
            RepairRows rows,
            Findings findings,
            Journal journal,
            Cures cures,
            RepairRequests requests) {
        this.rows = rows;
        this.findings = findings;
        this.journal = journal;
        this.cures = cures;
        this.requests = requests;
    }

    /**
     * Records a try and begins it; the target of the answer is the finding. Refused when the
     * finding is not open any more, or a repair of it is under way.
     *
     * @param byItself nobody asked for it
     * @param key the caller's own
     */
    Answer begin(
            Finding finding, RepairAction action, boolean byItself, Optional<IdempotencyKey> key) {
        Repair repair = action.describe().orElseThrow();
        return alone(
                finding.id,
                FindingState.OPEN,
                (row, now) -> row.begin(repair, byItself, key, now),
                ask -> cures.begin(finding.id, action, ask));
    }

    /** As above, for taking a repair back. */
    Answer beginUndo(Finding finding, Optional<IdempotencyKey> key) {
        return alone(
                finding.id,
                FindingState.REPAIRED,
                (row, _) -> row.beginUndo(key),
                ask -> requests.restore(finding.id, ask));
    }

    private Answer alone(
            UUID finding,
            FindingState wanted,
            BiConsumer<RepairRow, Instant> record,
            Function<Ask, Answer> request) {
        if (!beginning.add(finding)) {
            throw underWay();
        }
        try {
            requireReady(finding, wanted);
            RepairRow row = rows.change(finding, record);
            Ask ask = new Ask(Optional.of(row.key()), Optional.empty(), false, false);
            return begin(finding, request, ask);
        } finally {
            beginning.remove(finding);
        }
    }

    private Answer begin(UUID finding, Function<Ask, Answer> request, Ask ask) {
        try {
            return begun(finding, request.apply(ask));
        } catch (Failure e) {
            failed(finding, e.detail());
            throw e;
        }
    }

    private void requireReady(UUID finding, FindingState wanted) {
        FindingState state =
                QuarkusTransaction.requiringNew().call(() -> findings.require(finding).state);
        if (state != wanted || rows.of(finding).filter(RepairRow::isUnderWay).isPresent()) {
            throw underWay();
        }
    }

    private static Failure underWay() {
        return new Failure.Conflict(
                "repair-under-way",
                "A repair of this finding is under way.",
                "Look at the finding again when it has ended.");
    }

    private Answer begun(UUID finding, Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted -> {
                UUID operation = accepted.operation();
                RepairRow _ = rows.change(finding, (row, _) -> row.operation = operation);
                watch(finding, operation);
                yield new Answer.Accepted(accepted.submitted(), finding, Optional.empty());
            }
            case Answer.Unchanged _ -> {
                succeeded(finding);
                yield new Answer.Unchanged(finding);
            }
            case Answer.Planned _ -> throw new IllegalStateException("not asked for a plan");
        };
    }

    private void watch(UUID finding, UUID operation) {
        var _ =
                Thread.ofVirtual()
                        .name("repair-" + finding)
                        .start(() -> {
                            try {
                                Operation _ = journal.await(operation, LONGEST);
                                settle(finding);
                            } catch (RuntimeException e) {
                                // The next round settles it, in this daemon or the next one.
                                LOG.debugf(e, "repair of finding %s", finding);
                            }
                        });
    }

    /** Settles what a dead daemon, or a lost watcher, has left. */
    void settleAll() {
        rows.underWay().forEach(row -> settle(row.finding));
    }

    /** Writes down how the finding's repair has ended, if it has. Idempotent. */
    void settle(UUID finding) {
        settling.lock();
        try {
            rows.of(finding)
                    .filter(RepairRow::isUnderWay)
                    .filter(_ -> !beginning.contains(finding))
                    .ifPresent(this::settle);
        } finally {
            settling.unlock();
        }
    }

    private void settle(RepairRow row) {
        Optional<Operation> operation = operation(row);
        if (operation.isEmpty()) {
            failed(row.finding, "The daemon ended before the repair had begun.");
            return;
        }
        switch (operation.get().state()) {
            case RUNNING -> {}
            case SUCCEEDED -> succeeded(row.finding);
            case FAILED, CANCELLED -> failed(row.finding, reason(operation.get()));
        }
    }

    private Optional<Operation> operation(RepairRow row) {
        UUID known = row.operation;
        IdempotencyKey key = row.key();
        return (known == null ? journal.earlier(key) : Optional.of(known)).map(journal::get);
    }

    private String reason(Operation operation) {
        return operation.state() == OperationState.CANCELLED
                ? "It was cancelled."
                : journal.failure(operation).map(Failure::detail).orElse("It failed.");
    }

    /** The finding first: a daemon that dies in between does both again. */
    private void succeeded(UUID finding) {
        RepairRow row = rows.of(finding).orElseThrow();
        if (row.state == RepairState.UNDOING) {
            UUID shown = findings.reopen(finding);
            if (!shown.equals(finding)) {
                RepairRow _ = rows.change(shown, (other, now) -> other.undoneAs(row, now));
            }
            RepairRow _ = rows.change(finding, (same, now) -> same.end(RepairState.UNDONE, now));
        } else {
            findings.repaired(finding);
            RepairRow _ = rows.change(finding, (same, now) -> same.end(RepairState.SUCCEEDED, now));
        }
        LOG.infof("%s of finding %s: done", row.action, finding);
    }

    private void failed(UUID finding, String why) {
        RepairRow row = rows.change(finding, (same, now) -> same.fail(why, now));
        LOG.warnf("%s of finding %s failed: %s", row.action, finding, why);
    }
}
