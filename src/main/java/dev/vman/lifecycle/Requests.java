package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.NamedRows;
import dev.vman.inventory.Reference;
import dev.vman.inventory.StorageSpace;
import dev.vman.inventory.UniqueNames;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.Journal;
import dev.vman.journal.Operation;
import dev.vman.journal.Step;
import dev.vman.journal.Submission;
import dev.vman.journal.Submitted;
import dev.vman.journal.Target;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The last part of every request: a retry, a plan, or an act for the journal. */
@ApplicationScoped
class Requests {
    private final Journal journal;
    private final StorageSpace space;

    Requests(Journal journal, StorageSpace space) {
        this.journal = journal;
        this.space = space;
    }

    /**
     * Answers as an earlier request with the same idempotency key was, or carries out this one. A
     * twin that was recorded meanwhile may be what makes this one's checks fail.
     */
    Answer once(Ask ask, Supplier<Answer> request) {
        return earlier(ask)
                .orElseGet(() -> {
                    try {
                        return request.get();
                    } catch (Failure e) {
                        return earlier(ask).orElseThrow(() -> e);
                    }
                });
    }

    private Optional<Answer> earlier(Ask ask) {
        return ask.idempotency()
                .flatMap(journal::earlier)
                .map(operation ->
                        new Answer.Accepted(
                                Submitted.of(operation),
                                journal.get(operation).target().id(),
                                Optional.of(Act.followUpId(operation))));
    }

    /**
     * Refuses a taken name early, so that such a request leaves no failed operation. The database's
     * constraint is what holds.
     */
    void requireFree(String type, String name, NamedRows<?> rows) {
        boolean taken =
                QuarkusTransaction.joiningExisting()
                        .call(() -> rows.lookUp(new Reference.ByName(name)).isPresent());
        if (taken) {
            throw UniqueNames.taken(type, name);
        }
    }

    <P extends Record> Answer submit(ActKind<P> kind, Target target, P payload, Ask ask) {
        return submit(kind, target, payload, List.of(), ask);
    }

    /** As above; the command line is for the plan. */
    <P extends Record> Answer submit(
            ActKind<P> kind, Target target, P payload, List<String> commandLine, Ask ask) {
        requireRoom(kind, payload);
        if (ask.dryRun()) {
            List<String> steps = kind.make(payload).steps().stream().map(Step::name).toList();
            return new Answer.Planned(
                    new Answer.Plan(kind.kindOf(payload), target.id(), steps, commandLine));
        }
        Submission submission =
                new Submission(kind.kindOf(payload), target, payload, ask.idempotency());
        boolean followed = kind.make(payload).followUp().isPresent();
        Runnable witness = followed ? () -> {} : () -> ask.witness().accept(target.id());
        Submitted submitted =
                ask.toTheEnd() && !kind.mayTakeLong(payload)
                        ? journal.carryOut(submission, witness)
                        : Submitted.of(journal.submit(submission));
        UUID operation = submitted.operation();
        // A twin may have been first; then its target is the one that exists.
        UUID made =
                ask.idempotency().isPresent() ? journal.get(operation).target().id() : target.id();
        Optional<UUID> next = followed ? Optional.of(Act.followUpId(operation)) : Optional.empty();
        return new Answer.Accepted(submitted, made, next);
    }

    /** Submits an act that nobody waits for. */
    <P extends Record> UUID submit(ActKind<P> kind, Target target, P payload) {
        requireRoom(kind, payload);
        return journal.submit(
                new Submission(kind.kindOf(payload), target, payload, Optional.empty()));
    }

    /** Before anything is written, the operation itself included. */
    private <P> void requireRoom(ActKind<P> kind, P payload) {
        long bytes = kind.roomFor(payload);
        if (bytes > 0) {
            space.require(bytes);
        }
    }

    /** Returns when the operation has ended, or when it has not within the patience. */
    void awaitEnd(Answer answer, Duration patience) {
        if (answer instanceof Answer.Accepted accepted) {
            Operation _ = journal.await(accepted.operation(), patience);
        }
    }

    boolean isBusy(UUID target) {
        return journal.isBusy(target);
    }

    /** Makes room for a more urgent act of the same user; false where there is room. */
    boolean cancelRunning(UUID target, Set<String> kinds) {
        return journal.cancelRunning(target, kinds);
    }
}
