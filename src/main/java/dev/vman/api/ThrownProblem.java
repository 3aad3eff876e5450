package dev.vman.api;

import dev.vman.Failure;
import dev.vman.journal.DatabaseTrouble;
import jakarta.ws.rs.WebApplicationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns whatever was thrown into a problem. What nobody expected is logged, and not told. */
final class ThrownProblem {
    private static final Logger LOG = Logger.getLogger(ThrownProblem.class);

    private ThrownProblem() {}

    static HttpProblem of(Throwable thrown) {
        return switch (thrown) {
            case HttpProblem problem -> problem;
            case Failure failure -> HttpProblem.of(failure);
            case WebApplicationException refused -> ofStatus(refused);
            default -> ofCause(thrown);
        };
    }

    /** From a failed exchange of the framework: a status, an exception, or both. */
    static HttpProblem of(int status, @Nullable Throwable thrown) {
        if (thrown instanceof HttpProblem || thrown instanceof Failure) {
            return of(thrown);
        }
        if (status >= 400 && status < 500) {
            return ofStatus(status);
        }
        return thrown == null ? internal() : of(thrown);
    }

    private static HttpProblem ofCause(Throwable thrown) {
        if (thrown.getCause() instanceof Failure failure) {
            return HttpProblem.of(failure);
        }
        if (thrown.getCause() instanceof HttpProblem problem) {
            return problem;
        }
        return DatabaseTrouble.in(thrown)
                .map(HttpProblem::of)
                .orElseGet(() -> {
                    LOG.error("A request failed unexpectedly", thrown);
                    return internal();
                });
    }

    private static HttpProblem ofStatus(WebApplicationException refused) {
        int status = refused.getResponse().getStatus();
        if (status >= 500 || status < 400) {
            LOG.error("A request failed unexpectedly", refused);
            return internal();
        }
        HttpProblem problem = ofStatus(status);
        String allow = refused.getResponse().getHeaderString("Allow");
        return allow == null ? problem : problem.with("Allow", allow);
    }

    private static HttpProblem ofStatus(int status) {
        String detail =
                switch (status) {
                    case 405 -> "This address does not take this method.";
                    case 406 -> "This address can't answer in the media type asked for.";
                    case 414 -> "The request line is longer than this daemon reads.";
                    case 415 -> "This address does not take a body of this media type.";
                    case 431 -> "The request's headers are longer than this daemon reads.";
                    default -> "The request can't be read.";
                };
        String remedy =
                switch (status) {
                    case 400 -> "Correct the request line, the headers, or the body's length.";
                    case 405 -> "Use one of the methods that 'Allow' names.";
                    case 406 ->
                            "Accept application/json (or what the resource is: text/plain, image/png).";
                    case 414 -> "Shorten the address.";
                    case 415 -> "Send JSON, with 'Content-Type: application/json'.";
                    case 431 -> "Send fewer or shorter headers.";
                    default -> null;
                };
        return HttpProblem.of(status, StatusTitle.code(status), detail, remedy);
    }

    private static HttpProblem internal() {
        return HttpProblem.of(
                500, "internal", "The daemon failed unexpectedly.", "See the daemon's log.");
    }
}
