package dev.vman.it;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An operation to die in.
 *
 * @param kind the journal's name for it; it may be followed by operations of other kinds
 * @param failsAt the point, as {@code kind:point}, at which it is made to fail, so that it is
 *     undone
 */
record CrashOperation(
        String name,
        String kind,
        Optional<String> failsAt,
        Function<CrashScene, CrashOperation.Try> preparation) {
    CrashOperation(String name, String kind, Function<CrashScene, Try> preparation) {
        this(name, kind, Optional.empty(), preparation);
    }

    /**
     * One try of it, prepared.
     *
     * @param outcome reads what has become of its target
     * @param wanted what that has to be in the end, however often the daemon died
     */
    record Try(Supplier<Answer> request, Supplier<String> outcome, String wanted) {}

    String wantedState() {
        return failsAt.isPresent() ? "failed" : "succeeded";
    }

    /** The order for the crash plan that lets it fail; none where it is to succeed. */
    String[] failure() {
        return failsAt.map(at -> new String[] {"fail " + at}).orElse(new String[0]);
    }

    @Override
    public String toString() {
        return name;
    }
}
