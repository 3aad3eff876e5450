package dev.vman.lifecycle;

import dev.vman.journal.Step;
import dev.vman.journal.StepContext;

/** A step whose work may simply be done again: it never needs to look whether it was. */
record SimpleStep(String name, Runnable work, Runnable undoing, boolean joinsPrevious)
        implements Step {
    SimpleStep(String name, Runnable work, Runnable undoing) {
        this(name, work, undoing, false);
    }

    /** Leaves nothing that would have to be taken back. */
    static SimpleStep of(String name, Runnable work) {
        return new SimpleStep(name, work, () -> {});
    }

    /** The same, and not worth a transaction of its own. */
    SimpleStep joiningPrevious() {
        return new SimpleStep(name, work, undoing, true);
    }

    @Override
    public Probe probe() {
        return Probe.NOT_DONE;
    }

    @Override
    public void perform(StepContext context) {
        work.run();
    }

    @Override
    public void undo() {
        undoing.run();
    }
}
