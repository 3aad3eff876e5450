package dev.vman.api;

import dev.vman.Failure;
import dev.vman.journal.Journal;
import dev.vman.journal.Operation;
import dev.vman.journal.OperationState;
import dev.vman.journal.Submitted;
import dev.vman.lifecycle.Answer;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.UUID;

/** Turns what came of a request into a response, waiting for its operation as long as it may. */
@Singleton
class Outcomes {
    private final Journal journal;

    Outcomes(Journal journal) {
        this.journal = journal;
    }

    /** 201 with the new resource and where it is. */
    Response created(Answer answer, Prefer prefer, Collection collection) {
        return respond(
                answer,
                prefer,
                target -> {
                    Read<?> made = collection.read(target);
                    return resource(made)
                            .status(Response.Status.CREATED)
                            .header(HttpHeaders.LOCATION, address(collection.path(), made.id()))
                            .build();
                },
                collection);
    }

    /** 200 with the resource as it is now. */
    Response changed(Answer answer, Prefer prefer, Collection collection) {
        return respond(
                answer, prefer, target -> resource(collection.read(target)).build(), collection);
    }

    /** 204. */
    Response deleted(Answer answer, Prefer prefer, Collection collection) {
        return respond(answer, prefer, _ -> Response.noContent().build(), collection);
    }

    static Response.ResponseBuilder resource(Read<?> read) {
        return Response.ok(read.view()).header(HttpHeaders.ETAG, EntityTags.of(read.version()));
    }

    private Response respond(Answer answer, Prefer prefer, OnSuccess done, Collection collection) {
        return switch (answer) {
            case Answer.Planned(Answer.Plan plan) ->
                    Response.ok(new DryRunView(true, plan)).build();
            case Answer.Unchanged(UUID target) -> resource(collection.read(target)).build();
            case Answer.Accepted accepted -> settle(accepted, prefer, done);
        };
    }

    private Response settle(Answer.Accepted accepted, Prefer prefer, OnSuccess done) {
        long end = System.nanoTime() + prefer.patience().toNanos();
        Operation operation = await(accepted.submitted(), prefer.patience());
        if (prefer.patience().isZero() || operation.state() == OperationState.RUNNING) {
            return accepted(operation);
        }
        if (operation.state() != OperationState.SUCCEEDED) {
            throw failure(operation);
        }
        accepted.followUp().ifPresent(next -> awaitFollowUp(next, end - System.nanoTime()));
        return done.answer(accepted.target());
    }

    private Operation await(Submitted submitted, Duration patience) {
        return submitted.outcome().orElseGet(() -> journal.await(submitted.operation(), patience));
    }

    private Response accepted(Operation operation) {
        return resource(OperationView.read(operation, journal))
                .status(Response.Status.ACCEPTED)
                .header(HttpHeaders.LOCATION, address("operations", operation.id()))
                .build();
    }

    private Failure failure(Operation operation) {
        if (operation.state() == OperationState.CANCELLED) {
            return new Failure.Conflict(
                    "cancelled", "The operation was cancelled.", "Repeat the request.");
        }
        return journal.failure(operation)
                .orElseGet(() ->
                        new Failure.HostFailure("internal", "The operation failed.", null, null));
    }

    /** How it ends is for the resource to tell: what was asked for first has been done. */
    private void awaitFollowUp(UUID operation, long nanos) {
        try {
            journal.await(operation, Duration.ofNanos(Math.max(0, nanos)));
        } catch (Failure.NotFound e) {
            // It is recorded only after the first one has ended; then there is nothing to wait for.
            return;
        }
    }

    private static String address(String collection, UUID id) {
        return ApiApplication.PATH + "/" + collection + "/" + id;
    }

    private interface OnSuccess {
        Response answer(UUID target);
    }
}
