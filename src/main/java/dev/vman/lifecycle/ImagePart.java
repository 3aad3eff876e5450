package dev.vman.lifecycle;

import dev.vman.image.ImportWatch;
import dev.vman.journal.Step;
import dev.vman.journal.StepContext;
import java.util.function.Consumer;

/** Work on an image's files that takes its time: it may be done again, and be given up. */
record ImagePart(String name, Consumer<ImportWatch> work, Runnable undoing) implements Step {
    /** Leaves nothing that would have to be taken back. */
    ImagePart(String name, Consumer<ImportWatch> work) {
        this(name, work, () -> {});
    }

    @Override
    public Probe probe() {
        return Probe.NOT_DONE;
    }

    @Override
    public void perform(StepContext context) {
        work.accept(
                new ImportWatch() {
                    @Override
                    public void at(long done, long total) {
                        if (total > 0) {
                            context.progress((int) (done * 100.0 / total));
                        }
                    }

                    @Override
                    public boolean cancelled() {
                        return context.cancelled();
                    }
                });
    }

    @Override
    public void undo() {
        undoing.run();
    }

    @Override
    public boolean cancellable() {
        return true;
    }
}
