package dev.vman.inventory;

import dev.vman.Failure;
import jakarta.persistence.PersistenceException;
import java.util.Locale;
import org.hibernate.exception.ConstraintViolationException;

/** Turns the database's refusal of a second row with one name into a conflict. */
public final class UniqueNames {
    private UniqueNames() {}

    /**
     * Runs work that writes a named row and flushes.
     *
     * @throws Failure.Conflict {@code name-taken}
     */
    public static void guard(String type, String name, Runnable write) {
        try {
            write.run();
        } catch (PersistenceException e) {
            if (e instanceof ConstraintViolationException violation && isName(violation)) {
                throw taken(type, name);
            }
            throw e;
        }
    }

    private static boolean isName(ConstraintViolationException violation) {
        String constraint = violation.getConstraintName();
        return constraint != null && constraint.toLowerCase(Locale.ROOT).contains("_name_unique");
    }

    /** The conflict itself. */
    public static Failure.Conflict taken(String type, String name) {
        return new Failure.Conflict(
                "name-taken",
                "A " + type + " named '" + name + "' exists already.",
                "Choose another name.");
    }
}
