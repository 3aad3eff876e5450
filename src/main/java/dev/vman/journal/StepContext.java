package dev.vman.journal;

/** What a running step may ask of the journal. */
public interface StepContext {
    /** Whether somebody asked to cancel; a cancellable step then throws soon. */
    boolean cancelled();
}
