package dev.vman.lifecycle;

import dev.vman.Failure;
import java.util.ArrayList;
import java.util.List;

/** Collects every refused value of a request, so that they are all told at once. */
final class Checks {
    private final List<Failure.FieldError> errors = new ArrayList<>();

    /**
     * Runs a check that throws {@link Failure.Invalid}; a capability not built is thrown on at
     * once.
     */
    Checks check(Runnable check) {
        try {
            check.run();
        } catch (Failure.Invalid e) {
            if (e.errors().isEmpty() || e.code().equals("unsupported")) {
                throw e;
            }
            errors.addAll(e.errors());
        }
        return this;
    }

    Checks require(boolean holds, String field, String message) {
        if (!holds) {
            errors.add(new Failure.FieldError(field, message));
        }
        return this;
    }

    /** Throws {@link Failure.Invalid} if anything was refused. */
    void done() {
        if (!errors.isEmpty()) {
            throw Failure.Invalid.fields(errors);
        }
    }
}
