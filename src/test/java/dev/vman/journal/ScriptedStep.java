package dev.vman.journal;

import java.util.function.Consumer;

/** A step that does what a test says, and tells its script. */
final class ScriptedStep implements Step {
    private final String name;
    private final Consumer<String> heard;
    private Consumer<StepContext> work = _ -> {};
    private Runnable announcement = () -> {};
    private Runnable confirmation = () -> {};
    private Runnable undoing = () -> {};
    private Probe found = Probe.NOT_DONE;
    private boolean cancellable;
    private boolean joining;

    ScriptedStep(String name, Consumer<String> heard) {
        this.name = name;
        this.heard = heard;
    }

    ScriptedStep doing(Consumer<StepContext> what) {
        work = what;
        return this;
    }

    ScriptedStep announcing(Runnable what) {
        announcement = what;
        return this;
    }

    ScriptedStep confirming(Runnable what) {
        confirmation = what;
        return this;
    }

    ScriptedStep undoing(Runnable what) {
        undoing = what;
        return this;
    }

    ScriptedStep found(Probe answer) {
        found = answer;
        return this;
    }

    ScriptedStep mayBeCancelled() {
        cancellable = true;
        return this;
    }

    ScriptedStep joiningPrevious() {
        joining = true;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void announced() {
        announcement.run();
    }

    @Override
    public Probe probe() {
        return found;
    }

    @Override
    public void perform(StepContext context) {
        heard.accept("do " + name);
        work.accept(context);
    }

    @Override
    public void confirm() {
        confirmation.run();
    }

    @Override
    public void undo() {
        heard.accept("undo " + name);
        undoing.run();
    }

    @Override
    public boolean joinsPrevious() {
        return joining;
    }

    @Override
    public boolean cancellable() {
        return cancellable;
    }
}
