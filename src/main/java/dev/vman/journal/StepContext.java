package dev.vman.journal;

/** What a running step may ask of the journal. */
public interface StepContext {
    /** Whether somebody asked to cancel; a cancellable step then throws soon. */
    boolean cancelled();

    /** How far the step is, in percent; may be told often, and may be lost. */
    default void progress(int percent) {}
}
