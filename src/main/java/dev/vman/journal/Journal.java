package dev.vman.journal;

import dev.vman.Failure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Records acts and runs them: one per target at a time, all targets in parallel. What was submitted
 * is carried out, also when the daemon dies meanwhile.
 */
@ApplicationScoped
public class Journal {
    private final OperationRows rows;
    private final ActKinds kinds;
    private final Turns turns;
    private final RunningActs running;
    private final Changes changes;

    Journal(OperationRows rows, ActKinds kinds, Turns turns, RunningActs running, Changes changes) {
        this.rows = rows;
        this.kinds = kinds;
        this.turns = turns;
        this.running = running;
        this.changes = changes;
    }

    /**
     * Records the act and starts it as soon as its targets are free; returns at once with the
     * operation's id. A retry with the same idempotency key returns the first operation.
     *
     * @throws Failure.Invalid the key was used for another request
     */
    public UUID submit(Submission submission) {
        Optional<UUID> earlier = submission.idempotency().flatMap(this::earlier);
        return earlier.orElseGet(() -> record(submission));
    }

    /** The operation that an idempotency key already named. */
    public Optional<UUID> earlier(IdempotencyKey key) {
        return rows.byIdempotencyKey(key.value())
                .map(row -> {
                    if (!key.requestHash().equals(row.requestHash)) {
                        throw new Failure.Invalid(
                                "idempotency-key-reused",
                                "The Idempotency-Key was used for another request.",
                                "Use a new key for a new request.");
                    }
                    return row.id();
                });
    }

    private UUID record(Submission submission) {
        Operation row;
        try {
            row =
                    QuarkusTransaction.requiringNew()
                            .call(() -> rows.insert(UUID.randomUUID(), submission));
        } catch (PersistenceException | io.quarkus.narayana.jta.QuarkusTransactionException e) {
            return submission.idempotency().flatMap(this::earlier).orElseThrow(() -> e);
        }
        running.start(row, kinds.make(row));
        return row.id();
    }

    /** Waits until the operation has ended; returns it as it then is, ended or not. */
    public Operation await(UUID operation, Duration deadline) {
        running.await(operation, deadline);
        return get(operation);
    }

    public Operation get(UUID operation) {
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.findByIdOptional(operation))
                .orElseThrow(() -> new Failure.NotFound("operation", operation.toString()));
    }

    /** Newest first; {@code before} is a sequence number, exclusive. */
    public List<Operation> list(OperationFilter filter, long before, int limit) {
        return rows.page(filter, before, limit);
    }

    /** Why an operation failed. */
    public Optional<Failure> failure(Operation operation) {
        return rows.failure(operation);
    }

    /**
     * Asks a running operation to end early.
     *
     * @throws Failure.Conflict it has ended, or its present step can't be cancelled
     */
    public Operation cancel(UUID operation) {
        Operation row = get(operation);
        if (row.ended() || !running.cancel(operation)) {
            throw new Failure.Conflict(
                    "not-cancellable",
                    row.ended()
                            ? "The operation has ended."
                            : "The step '" + row.step() + "' can't be cancelled.",
                    "Wait for the operation to end.");
        }
        return await(operation, Duration.ofSeconds(10));
    }

    /** Cancels whatever runs of this kind on this target; does nothing where nothing does. */
    public void cancelRunning(UUID target, String kind) {
        rows.unfinished().stream()
                .filter(row -> row.target().id().equals(target) && row.kind().equals(kind))
                .forEach(row -> running.cancel(row.id()));
    }

    /** Whether an act holds, or waits for, this target. */
    public boolean isBusy(UUID target) {
        return turns.isBusy(target);
    }

    /**
     * Runs the work while no act can touch the target; false, and nothing is run, when one holds or
     * awaits it.
     */
    public boolean ifFree(UUID target, Runnable work) {
        Optional<Turns.Ticket> ticket = turns.joinIfFree(target);
        ticket.ifPresent(held -> {
            try (held) {
                work.run();
            }
        });
        return ticket.isPresent();
    }

    /** Lets a thread sleep until a commit may have changed the answer. */
    public Changes changes() {
        return changes;
    }

    /**
     * Takes up every operation that a dead daemon left behind: those that had begun go on at their
     * step, those that waited for their turn wait again, in the order of their submission. Returns
     * how many.
     */
    public int recover() {
        List<Operation> unfinished = rows.unfinished();
        unfinished.stream()
                .filter(row -> row.stepIndex >= 0)
                .forEach(row -> running.resume(row, kinds.make(row)));
        unfinished.stream()
                .filter(row -> row.stepIndex < 0)
                .forEach(row -> running.start(row, kinds.make(row)));
        return unfinished.size();
    }
}
