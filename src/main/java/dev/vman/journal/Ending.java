package dev.vman.journal;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Whether the daemon is ending. Acts are then left as they are recorded: the next daemon takes them
 * up, as after a crash. What they work with is being closed, so that a step that fails now says
 * nothing about the world, and undoing it could destroy what is well.
 */
@ApplicationScoped
class Ending {
    private volatile boolean begun;

    void begin() {
        begun = true;
    }

    boolean begun() {
        return begun;
    }
}
