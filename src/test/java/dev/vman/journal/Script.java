package dev.vman.journal;

import dev.vman.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** An act as a test wants it, and what was heard of it; made anew for each recovery. */
final class Script implements Act {
    private final UUID id = UUID.randomUUID();
    private final Set<UUID> targets;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private Runnable making = () -> {};
    private Runnable admission = () -> {};
    private Runnable success = () -> {};
    private boolean settled;
    private long room;
    private Optional<Submission> next = Optional.empty();

    Script(UUID... targets) {
        this.targets = Set.of(targets);
    }

    UUID id() {
        return id;
    }

    List<String> heard() {
        return List.copyOf(heard);
    }

    ScriptedStep step(String name) {
        ScriptedStep step = new ScriptedStep(name, heard::add);
        steps.add(step);
        return step;
    }

    /** While the act is made of what is recorded of it. */
    Script making(Runnable what) {
        making = what;
        return this;
    }

    Script made() {
        making.run();
        return this;
    }

    Script admitting(Runnable what) {
        admission = what;
        return this;
    }

    Script succeeding(Runnable what) {
        success = what;
        return this;
    }

    Script alreadySettled() {
        settled = true;
        return this;
    }

    Script writing(long bytes) {
        room = bytes;
        return this;
    }

    long room() {
        return room;
    }

    Script followedBy(Submission submission) {
        next = Optional.of(submission);
        return this;
    }

    @Override
    public Set<UUID> holds() {
        return targets;
    }

    @Override
    public boolean settled() {
        return settled;
    }

    @Override
    public void admit() {
        heard.add("admit");
        admission.run();
    }

    @Override
    public void refused(Failure why) {
        heard.add("refused " + why.code());
    }

    @Override
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    @Override
    public void succeed() {
        heard.add("succeed");
        success.run();
    }

    @Override
    public void fail(Failure why) {
        heard.add("fail " + why.code());
    }

    @Override
    public void abandon(Failure why) {
        heard.add("abandon " + why.code());
    }

    @Override
    public Optional<Submission> followUp() {
        return next;
    }

    @Override
    public void ended() {
        heard.add("ended");
    }
}
