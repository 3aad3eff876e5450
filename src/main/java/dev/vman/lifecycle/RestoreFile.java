package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.StoragePlace;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.journal.StepContext;
import dev.vman.operator.QuarantineFolder;
import dev.vman.operator.QuarantineNote;
import dev.vman.operator.QuarantineNotes;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** {@code file.restore}: what a repair moved away goes back to its place, as it was. */
@ApplicationScoped
class RestoreFile implements ActKind<RestoreFile.Payload> {
    static final String KIND = "file.restore";
    private final StorageLayout layout;
    private final QuarantineFolder folder;
    private final QuarantineNotes notes;

    RestoreFile(StorageLayout layout, QuarantineFolder folder, QuarantineNotes notes) {
        this.layout = layout;
        this.folder = folder;
        this.notes = notes;
    }

    /** The request, with the note as it was then. */
    record Payload(UUID finding, QuarantineNote note) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Restore(payload);
    }

    /** Throws unless what the finding had moved away can go back. */
    Payload payload(UUID finding) {
        Payload payload = new Payload(finding, QuarantineEntry.require(notes, finding));
        check(payload);
        return payload;
    }

    private void check(Payload payload) {
        QuarantineNote note = QuarantineEntry.require(notes, payload.finding());
        if (!note.equals(payload.note())) {
            throw new Failure.Conflict(
                    "note-changed", "The note was changed meanwhile.", "Repeat the request.");
        }
        folder.requireOurFolders(place(note));
        switch (folder.look(note)) {
            case IN_QUARANTINE -> {}
            case AT_BOTH -> throw QuarantineFolder.taken(Path.of(note.path()));
            case AT_ITS_PLACE, NOWHERE -> throw QuarantineEntry.nothing(payload.finding());
            case COULD_NOT_TELL -> throw QuarantineEntry.unclear(note);
        }
    }

    private StoragePlace place(QuarantineNote note) {
        return StoragePlace.of(layout, Path.of(note.path()))
                .orElseThrow(() ->
                        new Failure.Conflict(
                                "not-in-storage",
                                "The note names " + note.path() + ", which is no place of VMAN's.",
                                "Move it back by hand."));
    }

    private final class Restore implements Act {
        private final Payload payload;

        Restore(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Unclaimed.holds(payload.finding(), place(payload.note()));
        }

        @Override
        public void admit() {
            check(payload);
        }

        @Override
        public List<Step> steps() {
            QuarantineNote note = payload.note();
            return List.of(
                    new SimpleStep("reopen", () -> folder.reopen(note), () -> folder.close(note)),
                    new MoveBack(),
                    SimpleStep.of("forget", () -> notes.remove(payload.finding())));
        }

        @Override
        public void succeed() {}

        @Override
        public void fail(Failure why) {}

        private final class MoveBack implements Step {
            @Override
            public String name() {
                return "move";
            }

            @Override
            public Probe probe() {
                return switch (folder.look(payload.note())) {
                    case AT_ITS_PLACE -> Probe.DONE;
                    case IN_QUARANTINE -> Probe.NOT_DONE;
                    case AT_BOTH, NOWHERE, COULD_NOT_TELL -> Probe.COULD_NOT_TELL;
                };
            }

            @Override
            public void perform(StepContext context) {
                folder.moveBack(payload.note());
            }

            /** What is back in its place stays there: only forgetting the note can fail then. */
            @Override
            public void undo() {}
        }
    }
}
