package dev.vman;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, by what the caller can do about it. Knows nothing of HTTP: one mapper at the
 * edge turns a failure into a problem.
 *
 * <p>{@link #code()} is stable and kebab-case; {@link #getMessage()} is for people; {@link
 * #remedy()} says in one sentence what to do.
 */
public abstract sealed class Failure extends RuntimeException {
    private final String code;
    private final @Nullable String remedy;

    private Failure(
            String code, String detail, @Nullable String remedy, @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.remedy = remedy;
    }

    public final String code() {
        return code;
    }

    public final Optional<String> remedy() {
        return Optional.ofNullable(remedy);
    }

    /** The message, which a failure always has. */
    public final String detail() {
        String message = getMessage();
        return message == null ? code : message;
    }

    /** One refused value of a request; {@code field} is its JSON path. */
    public record FieldError(String field, String message) {}

    /** The thing named does not exist. */
    public static final class NotFound extends Failure {
        public NotFound(String type, String reference) {
            super(
                    type + "-not-found",
                    "There is no " + type + " '" + reference + "'.",
                    "List the " + type + "s that exist and use an id or a name from there.",
                    null);
        }

        public NotFound(String code, String detail, @Nullable String remedy) {
            super(code, detail, remedy, null);
        }
    }

    /** The request is sound, but the thing's present state does not allow it. */
    public static final class Conflict extends Failure {
        public Conflict(String code, String detail, @Nullable String remedy) {
            super(code, detail, remedy, null);
        }
    }

    /** The caller saw an older version of the thing than the one there is. */
    public static final class Outdated extends Failure {
        public Outdated(String detail) {
            super(
                    "etag-mismatch",
                    detail,
                    "Read the resource again and repeat the change with its new ETag.",
                    null);
        }
    }

    /** The request's values can't be accepted, whatever the state. */
    public static final class Invalid extends Failure {
        private final transient List<FieldError> errors;

        public Invalid(
                String code, String detail, @Nullable String remedy, List<FieldError> errors) {
            super(code, detail, remedy, null);
            this.errors = List.copyOf(errors);
        }

        public Invalid(String code, String detail, @Nullable String remedy) {
            this(code, detail, remedy, List.of());
        }

        /** One refused field. */
        public static Invalid field(String field, String message) {
            return fields(List.of(new FieldError(field, message)));
        }

        /** Several refused fields at once. */
        public static Invalid fields(List<FieldError> errors) {
            FieldError first = errors.getFirst();
            return new Invalid(
                    "invalid-value",
                    first.field() + ": " + first.message(),
                    "Correct the fields listed in 'errors'.",
                    errors);
        }

        /** A capability that this version has not built. */
        public static Invalid unsupported(String field, String message) {
            return new Invalid(
                    "unsupported",
                    field + ": " + message,
                    "Leave '" + field + "' out, or use a value that this version supports.",
                    List.of(new FieldError(field, message)));
        }

        public List<FieldError> errors() {
            return errors;
        }
    }

    /** It may work later: a guest, QEMU or queue did not answer in time. */
    public static final class Unavailable extends Failure {
        private final Duration retryAfter;
        private final boolean timedOut;

        private Unavailable(
                String code, String detail, String remedy, Duration retryAfter, boolean timedOut) {
            super(code, detail, remedy, null);
            this.retryAfter = retryAfter;
            this.timedOut = timedOut;
        }

        /** The thing can't be asked now. */
        public static Unavailable now(String code, String detail, String remedy) {
            return new Unavailable(code, detail, remedy, Duration.ofSeconds(5), false);
        }

        /** The thing was asked and did not answer in time. */
        public static Unavailable timedOut(String code, String detail, String remedy) {
            return new Unavailable(code, detail, remedy, Duration.ofSeconds(5), true);
        }

        public Duration retryAfter() {
            return retryAfter;
        }

        public boolean timedOut() {
            return timedOut;
        }
    }

    /** The storage has no room for it. */
    public static final class NoSpace extends Failure {
        public NoSpace(String detail) {
            this(detail, "Free space in the storage folder, or give VMAN a larger one.");
        }

        public NoSpace(String detail, String remedy) {
            super("no-space", detail, remedy, null);
        }
    }

    /** The host, or a program on it, failed. */
    public static final class HostFailure extends Failure {
        public HostFailure(
                String code, String detail, @Nullable String remedy, @Nullable Throwable cause) {
            super(code, detail, remedy, cause);
        }
    }
}
