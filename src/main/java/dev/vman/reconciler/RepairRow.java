package dev.vman.reconciler;

import dev.vman.journal.IdempotencyKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was last done about a finding: written before it begins, so that it is never forgotten. */
@Entity
@Table(name = "repair")
class RepairRow {
    private static final int LONGEST_PROBLEM = 2000;

    @Id UUID finding;

    @Column String action;

    @Enumerated(EnumType.STRING)
    RepairState state;

    /** Nobody asked for it. */
    boolean automatic;

    boolean destructive;

    /** The idempotency key of its operation, which is known before the operation is. */
    @Column String requestKey;

    @Column String requestHash;

    @Nullable UUID operation;

    @Column Instant begunAt;

    @Nullable Instant endedAt;

    int attempts;

    /** In a row. */
    int failures;

    /** When it may be tried again by itself. */
    @Nullable Instant notBefore;

    @Nullable String problem;

    @Version long version;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate, and by begin
    protected RepairRow() {}

    RepairRow(UUID finding) {
        this();
        this.finding = finding;
    }

    /** A new try; without a key of the caller's own it gets one. */
    void begin(Repair repair, boolean byItself, Optional<IdempotencyKey> key, Instant now) {
        action = repair.action();
        state = RepairState.RUNNING;
        automatic = byItself;
        destructive = repair.destructive();
        begunAt = now;
        startTry(key);
    }

    void beginUndo(Optional<IdempotencyKey> key) {
        state = RepairState.UNDOING;
        startTry(key);
    }

    /** The same repair, taken back, under the finding that shows its difference now. */
    void undoneAs(RepairRow taken, Instant now) {
        action = taken.action;
        destructive = taken.destructive;
        automatic = taken.automatic;
        begunAt = taken.begunAt;
        requestKey = taken.requestKey;
        requestHash = taken.requestHash;
        operation = taken.operation;
        end(RepairState.UNDONE, now);
    }

    private void startTry(Optional<IdempotencyKey> key) {
        attempts++;
        requestKey = key.map(IdempotencyKey::value).orElse("repair " + finding + " " + attempts);
        requestHash = key.map(IdempotencyKey::requestHash).orElse("repair");
        operation = null;
        endedAt = null;
        notBefore = null;
        problem = null;
    }

    void end(RepairState how, Instant now) {
        state = how;
        endedAt = notBeforeItsBegin(now);
        failures = 0;
    }

    void fail(String why, Instant now) {
        failures++;
        problem = why.substring(0, Math.min(why.length(), LONGEST_PROBLEM));
        endedAt = notBeforeItsBegin(now);
        // What could not be brought back is still where the repair put it.
        boolean undoing = state == RepairState.UNDOING;
        state = undoing ? RepairState.SUCCEEDED : RepairState.FAILED;
        notBefore = undoing ? null : now.plus(BackOff.after(failures));
    }

    /** The clock may have been set back meanwhile. */
    private Instant notBeforeItsBegin(Instant now) {
        return now.isBefore(begunAt) ? begunAt : now;
    }

    boolean isUnderWay() {
        return state == RepairState.RUNNING || state == RepairState.UNDOING;
    }

    IdempotencyKey key() {
        return new IdempotencyKey(requestKey, requestHash);
    }

    /** Whether something of it lies in the quarantine. */
    boolean canBeUndone() {
        return state == RepairState.SUCCEEDED && action.equals(RepairAction.QUARANTINE);
    }

    /** What a person took back is not repeated without one. */
    boolean isWanted() {
        return state == RepairState.FAILED;
    }
}
