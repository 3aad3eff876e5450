package dev.vman.journal;

/**
 * A part of an act with one side effect. Every method may be called again after a crash, so each is
 * idempotent, and finds what it made by its deterministic name.
 */
public interface Step {
    /** Kebab-case, unique in its act; shown to users. */
    String name();

    /**
     * Writes what must be known before {@link #perform}, in the very transaction that announces the
     * step; may read there what {@link #perform} will need. Not called again by recovery where the
     * announcement was committed.
     */
    default void announced() {}

    /** Whether the side effect is there. Could-not-tell never leads to a destructive act. */
    Probe probe();

    /** Does it. Throws a {@link dev.vman.Failure}; then everything done so far is undone. */
    void perform(StepContext context);

    /**
     * The last word on what {@link #perform} only began: at the end of the transaction that ends
     * the operation well, so that what is waited for goes on while the outcome is written. Throws a
     * {@link dev.vman.Failure} where it has not come about; then everything is undone. A connection
     * to the database waits as well. Called of every step, also where an earlier daemon performed
     * it.
     */
    default void confirm() {}

    /** Takes it back, as far as it was done; does nothing where nothing was. */
    void undo();

    /**
     * Whether it is announced together with the step before it, and by that one's name alone: it is
     * quick, and can be done again whether or not it was done. Such a step has nothing of its own
     * to write when it is {@link #announced()}.
     */
    default boolean joinsPrevious() {
        return false;
    }

    /** Whether a wait in {@link #perform} watches {@link StepContext#cancelled()}. */
    default boolean cancellable() {
        return false;
    }

    /** What a step finds when it looks for its own side effect. */
    enum Probe {
        DONE,
        NOT_DONE,
        COULD_NOT_TELL
    }
}
