package dev.vman.journal;

import dev.vman.Failure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure as the journal keeps it, so that it can be told again after a restart. */
public record FailureRecord(
        Kind kind,
        String code,
        String detail,
        @Nullable String remedy,
        List<Failure.FieldError> errors) {
    /** The leaves of {@link Failure}. */
    public enum Kind {
        NOT_FOUND,
        CONFLICT,
        OUTDATED,
        INVALID,
        UNAVAILABLE,
        TIMED_OUT,
        NO_SPACE,
        HOST_FAILURE
    }

    private static final int LONGEST_DETAIL = 10_000;

    static FailureRecord of(Failure failure) {
        List<Failure.FieldError> errors =
                failure instanceof Failure.Invalid invalid ? invalid.errors() : List.of();
        Optional<String> remedy = failure.remedy();
        String detail = failure.detail();
        return new FailureRecord(
                kindOf(failure),
                failure.code(),
                detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL)),
                remedy.orElse(null),
                errors);
    }

    private static Kind kindOf(Failure failure) {
        return switch (failure) {
            case Failure.NotFound _ -> Kind.NOT_FOUND;
            case Failure.Conflict _ -> Kind.CONFLICT;
            case Failure.Outdated _ -> Kind.OUTDATED;
            case Failure.Invalid _ -> Kind.INVALID;
            case Failure.Unavailable u -> u.timedOut() ? Kind.TIMED_OUT : Kind.UNAVAILABLE;
            case Failure.NoSpace _ -> Kind.NO_SPACE;
            case Failure.HostFailure _ -> Kind.HOST_FAILURE;
        };
    }

    /** The failure again, as it was thrown. */
    public Failure toFailure() {
        String advice = remedy == null ? "Try again." : remedy;
        return switch (kind) {
            case NOT_FOUND -> new Failure.NotFound(code, detail, remedy);
            case CONFLICT -> new Failure.Conflict(code, detail, remedy);
            case OUTDATED -> new Failure.Outdated(detail);
            case INVALID -> new Failure.Invalid(code, detail, remedy, errors);
            case UNAVAILABLE -> Failure.Unavailable.now(code, detail, advice);
            case TIMED_OUT -> Failure.Unavailable.timedOut(code, detail, advice);
            case NO_SPACE -> new Failure.NoSpace(detail, advice);
            case HOST_FAILURE -> new Failure.HostFailure(code, detail, remedy, null);
        };
    }
}
