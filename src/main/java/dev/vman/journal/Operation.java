package dev.vman.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The record of an act: written before its first side effect, and at every step. */
@Entity
public class Operation {
    /** The step of an operation that waits for its turn; it has done nothing yet. */
    public static final String QUEUED = "queued";

    @Id UUID id;

    /** Order of submission. */
    long sequence;

    String kind;
    String targetType;
    UUID targetId;
    String targetName;

    /** The request as JSON: enough to make the act again after a crash. */
    String payload;

    @Enumerated(EnumType.STRING)
    OperationState state;

    String step;
    int stepIndex;
    int progress;
    Instant startedAt;

    @Nullable Instant endedAt;

    @Nullable String problem;

    /** It may have left something behind: recovery or its undo could not come to an end. */
    boolean unsettled;

    @Column(unique = true)
    @Nullable String idempotencyKey;

    @Nullable String requestHash;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate
    protected Operation() {}

    Operation(UUID id, long sequence, String kind, Target target, String payload, Instant now) {
        this.id = id;
        this.sequence = sequence;
        this.kind = kind;
        this.targetType = target.type();
        this.targetId = target.id();
        this.targetName = target.name();
        this.payload = payload;
        this.state = OperationState.RUNNING;
        this.step = QUEUED;
        this.stepIndex = -1;
        this.startedAt = now;
    }

    public UUID id() {
        return id;
    }

    public long sequence() {
        return sequence;
    }

    public String kind() {
        return kind;
    }

    public Target target() {
        return new Target(targetType, targetId, targetName);
    }

    public OperationState state() {
        return state;
    }

    public String step() {
        return step;
    }

    /** Percent. */
    public int progress() {
        return progress;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    /** Why it failed, or is being undone, as {@link FailureRecord} in JSON. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** A hash of all that may change, the same in every daemon; from 0 to 2^32 - 1. */
    public long revision() {
        return Integer.toUnsignedLong(
                Objects.hash(state.name(), step, stepIndex, progress, problem));
    }

    boolean ended() {
        return state != OperationState.RUNNING;
    }

    Operation copy() {
        Operation copy = new Operation(id, sequence, kind, target(), payload, startedAt);
        copy.state = state;
        copy.at(stepIndex, step, progress);
        copy.endedAt = endedAt;
        copy.problem = problem;
        copy.unsettled = unsettled;
        copy.idempotencyKey = idempotencyKey;
        copy.requestHash = requestHash;
        return copy;
    }

    void at(int index, String name, int percent) {
        stepIndex = index;
        step = name;
        progress = percent;
    }

    void end(OperationState how, Instant now) {
        state = how;
        // Its clock may have been set back meanwhile.
        endedAt = now.isBefore(startedAt) ? startedAt : now;
        progress = how == OperationState.SUCCEEDED ? 100 : progress;
    }
}
