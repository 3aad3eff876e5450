package dev.vman.api;

import dev.vman.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A refusal with its HTTP status: what {@link Failure} can't say because it knows no HTTP. */
final class HttpProblem extends RuntimeException {
    private final int status;
    private final String code;
    private final String detail;
    private final @Nullable String remedy;
    private final transient List<Failure.FieldError> errors;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    private HttpProblem(
            int status,
            String code,
            String detail,
            @Nullable String remedy,
            List<Failure.FieldError> errors) {
        super(detail);
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.remedy = remedy;
        this.errors = errors;
    }

    static HttpProblem of(int status, String code, String detail, @Nullable String remedy) {
        return new HttpProblem(status, code, detail, remedy, List.of());
    }

    /** The one mapping of failures to statuses. */
    static HttpProblem of(Failure failure) {
        List<Failure.FieldError> errors =
                failure instanceof Failure.Invalid invalid ? invalid.errors() : List.of();
        Optional<String> remedy = failure.remedy();
        HttpProblem problem =
                new HttpProblem(
                        statusOf(failure),
                        failure.code(),
                        failure.detail(),
                        remedy.orElse(null),
                        errors);
        if (failure instanceof Failure.Unavailable unavailable) {
            problem.with("Retry-After", Long.toString(unavailable.retryAfter().toSeconds()));
        }
        return problem;
    }

    private static int statusOf(Failure failure) {
        return switch (failure) {
            case Failure.NotFound _ -> 404;
            case Failure.Conflict _ -> 409;
            case Failure.Outdated _ -> 412;
            case Failure.Invalid _ -> 422;
            case Failure.Unavailable unavailable -> unavailable.timedOut() ? 504 : 503;
            case Failure.NoSpace _ -> 507;
            case Failure.HostFailure _ -> 500;
        };
    }

    /** Adds a response header. */
    HttpProblem with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    /** The body of the answer. */
    Problem body(String instance) {
        return new Problem(
                "urn:vman:problem:" + code,
                StatusTitle.of(status),
                status,
                detail,
                instance,
                code,
                errors.isEmpty() ? null : errors,
                remedy);
    }
}
