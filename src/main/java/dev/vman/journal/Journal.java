package dev.vman.journal;

import dev.vman.Failure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Records acts and runs them: one per target at a time, all targets in parallel. What was submitted
 * is carried out, also when the daemon dies meanwhile.
 */
@ApplicationScoped
public class Journal {
    private static final Logger LOG = Logger.getLogger(Journal.class);
    // Whoever checks asks QEMU and the database, each with deadlines of its own.
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(30);
    private final OperationRows rows;
    private final ActKinds kinds;
    private final Turns turns;
    private final RunningActs running;
    private final Recovery recovery;
    private final Changes changes;

    Journal(
            OperationRows rows,
            ActKinds kinds,
            Turns turns,
            RunningActs running,
            Recovery recovery,
            Changes changes) {
        this.rows = rows;
        this.kinds = kinds;
        this.turns = turns;
        this.running = running;
        this.recovery = recovery;
        this.changes = changes;
    }

    /**
     * Records the act and starts it as soon as its targets are free; returns at once with the
     * operation's id. A retry with the same idempotency key returns the first operation.
     *
     * @throws Failure it was refused in its turn, which had come at once, and nothing is recorded;
     *     or the key was used for another request
     */
    public UUID submit(Submission submission) {
        return submit(submission, running::startThread).operation();
    }

    /**
     * As above, for a caller that has nothing to do until the operation has ended: an act whose
     * turn it is already runs on the caller's thread, which spares two changes of threads.
     *
     * @param witness runs in the transaction that ends such an act well, with everything written;
     *     what it throws is lost
     */
    public Submitted carryOut(Submission submission, Runnable witness) {
        return submit(
                submission,
                act -> {
                    act.witnessedBy(witness);
                    running.carryOut(act);
                });
    }

    private Submitted submit(Submission submission, Consumer<RunningAct> launch) {
        return submission
                .idempotency()
                .flatMap(this::earlier)
                .map(Submitted::of)
                .orElseGet(() -> record(submission, launch));
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

    private Submitted record(Submission submission, Consumer<RunningAct> launch) {
        Operation row = rows.compose(UUID.randomUUID(), submission);
        return running.startAtOnce(row, kinds.make(row), launch)
                .map(act -> new Submitted(row.id(), act.outcome()))
                .orElseGet(() -> Submitted.of(queue(submission)));
    }

    private UUID queue(Submission submission) {
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
        long end = System.nanoTime() + deadline.toNanos();
        return running.await(operation, deadline)
                .orElseGet(() -> awaitRecord(operation, end - System.nanoTime()));
    }

    /** One that is recorded and not started yet is not among the running: its end is announced. */
    private Operation awaitRecord(UUID operation, long nanos) {
        Duration left = Duration.ofNanos(Math.max(0, nanos));
        return changes.await(left, () -> Optional.of(get(operation)).filter(Operation::ended))
                .orElseGet(() -> get(operation));
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

    /** The newest operation that concerned this target at that moment; it may have ended since. */
    public Optional<Operation> underWay(UUID target, Instant at) {
        return rows.underWay(target, at);
    }

    /**
     * Operations that may have left something behind, and whose target nothing has brought in order
     * since: recovery could not tell how far they had come or could not read them, or a step of
     * theirs could not be undone.
     */
    public List<Operation> unsettled() {
        return rows.unsettled();
    }

    /**
     * Asks a running operation to end early. Waits up to three seconds for a step that decides
     * whether it can, and ten for the end.
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

    /**
     * Cancels whatever runs of these kinds on this target; false where nothing does. Waits up to
     * three seconds for each, and not for its end.
     */
    public boolean cancelRunning(UUID target, Set<String> kinds) {
        List<Operation> cancelled =
                rows.unfinished().stream()
                        .filter(row ->
                                row.target().id().equals(target) && kinds.contains(row.kind()))
                        .filter(row -> running.cancel(row.id()))
                        .toList();
        return !cancelled.isEmpty();
    }

    /** Whether an act holds, or waits for, this target. */
    public boolean isBusy(UUID target) {
        return turns.isBusy(target);
    }

    /**
     * Whether an act held, or waited for, any of these at some time since that moment of {@link
     * System#nanoTime()}. What was read of them since then may be of different moments.
     */
    public boolean wasBusySince(Set<UUID> targets, long nanoTime) {
        return targets.stream().anyMatch(target -> turns.isBusySince(target, nanoTime));
    }

    /** Says that nobody will ask about a time before then any more. */
    public void forgetBusyBefore(long nanoTime) {
        turns.forgetBefore(nanoTime);
    }

    /**
     * Runs short work while no act can touch the targets; false, and nothing is run, when one holds
     * or awaits any of them. Then {@link ActEnded} tells when that is over. Waits for other such
     * work, so it must not be called in the midst of it.
     */
    public boolean ifFree(Set<UUID> targets, Runnable work) {
        return whileFree(
                        targets,
                        () -> {
                            work.run();
                            return true;
                        })
                .isPresent();
    }

    /** As above, with an answer; empty when it was not run. */
    public <T> Optional<T> whileFree(Set<UUID> targets, Supplier<T> work) {
        return turns.joinUnlessBusy(targets, Turns.Purpose.CHECK)
                .flatMap(ticket -> {
                    try (ticket) {
                        return inTurn(ticket, work);
                    }
                });
    }

    private static <T> Optional<T> inTurn(Turns.Ticket check, Supplier<T> work) {
        if (!check.await(LONGEST_CHECK)) {
            LOG.warn("A check did not come to its turn in time; the next pass makes it again");
            return Optional.empty();
        }
        return Optional.of(work.get());
    }

    /** Lets a thread sleep until a commit may have changed the answer. */
    public Changes changes() {
        return changes;
    }

    /**
     * Takes up every operation that a dead daemon left behind: those that had begun go on at their
     * step, those that waited for their turn wait again, in the order of their submission. One that
     * this version can't read is ended as failed. Returns how many.
     */
    public int recover() {
        return recovery.recover();
    }

    /**
     * Takes up the operations of this daemon that a database which could not be written had
     * stopped; to be called when it can be again. Returns how many.
     */
    public int goOn() {
        return recovery.goOn();
    }

    /** Whether there are such. */
    public boolean hasToGoOn() {
        return recovery.hasToGoOn();
    }
}
