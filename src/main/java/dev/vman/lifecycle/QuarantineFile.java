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
import dev.vman.operator.QuarantineFolder.Whereabouts;
import dev.vman.operator.QuarantineNote;
import dev.vman.operator.QuarantineNotes;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * {@code file.quarantine}: what no row knows and no process uses is moved out of the way: a note, a
 * rename, and it is closed to everybody else.
 */
@ApplicationScoped
class QuarantineFile implements ActKind<QuarantineFile.Payload> {
    static final String KIND = "file.quarantine";
    private static final int LONGEST_REASON = 2000;
    private final StorageLayout layout;
    private final Unclaimed unclaimed;
    private final QuarantineFolder folder;
    private final QuarantineNotes notes;
    private final Clock clock;

    QuarantineFile(
            StorageLayout layout,
            Unclaimed unclaimed,
            QuarantineFolder folder,
            QuarantineNotes notes,
            Clock clock) {
        this.layout = layout;
        this.unclaimed = unclaimed;
        this.folder = folder;
        this.notes = notes;
        this.clock = clock;
    }

    /** The request. */
    record Payload(UUID finding, String file, String why) {
        Payload {
            why = why.substring(0, Math.min(why.length(), LONGEST_REASON));
        }
    }

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Quarantine(payload);
    }

    /** Throws unless it may be moved; changes nothing. */
    void check(Payload payload) {
        StoragePlace place = place(payload);
        QuarantineNote now = describe(payload);
        QuarkusTransaction.requiringNew().run(() -> unclaimed.requireUnknown(place));
        unclaimed.requireUnused(place);
        boolean free = notes.read(payload.finding()).isAbsent();
        if (free && folder.look(now) == Whereabouts.AT_ITS_PLACE) {
            return;
        }
        throw new Failure.Conflict(
                "in-quarantine",
                "Something lies in quarantine for finding " + payload.finding() + " already.",
                "Restore that first.");
    }

    /** Where it lies; throws for every place but those of a disk or a VM. */
    StoragePlace place(Payload payload) {
        try {
            return StoragePlace.of(layout, Path.of(payload.file()))
                    .orElseThrow(QuarantineFile::outside);
        } catch (InvalidPathException e) {
            throw outside();
        }
    }

    private static Failure outside() {
        return Failure.Invalid.field(
                "path", "must lie directly in disks/, vms/ or vms/<id>/run/ of the storage");
    }

    private QuarantineNote describe(Payload payload) {
        return folder.describe(payload.finding(), place(payload), payload.why(), clock.instant());
    }

    private final class Quarantine implements Act {
        private final Payload payload;

        Quarantine(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Unclaimed.holds(payload.finding(), place(payload));
        }

        @Override
        public void admit() {
            check(payload);
        }

        @Override
        public List<Step> steps() {
            return List.of(
                    new SimpleStep(
                            "note",
                            () -> notes.write(describe(payload)),
                            () -> notes.remove(payload.finding())),
                    new Move(),
                    new SimpleStep("close", () -> folder.close(note()), this::reopen));
        }

        private QuarantineNote note() {
            return QuarantineEntry.require(notes, payload.finding());
        }

        private void reopen() {
            undo(folder::reopen);
        }

        /**
         * A daemon that died while it undid may have undone all: then the note is gone, which goes
         * last, and the thing is in its place.
         */
        private void undo(Consumer<QuarantineNote> undoing) {
            boolean undone =
                    notes.read(payload.finding()).isAbsent()
                            && Files.exists(Path.of(payload.file()), LinkOption.NOFOLLOW_LINKS);
            if (!undone) {
                undoing.accept(note());
            }
        }

        @Override
        public void succeed() {}

        @Override
        public void fail(Failure why) {}

        private final class Move implements Step {
            @Override
            public String name() {
                return "move";
            }

            @Override
            public Probe probe() {
                return switch (folder.look(note())) {
                    case IN_QUARANTINE -> Probe.DONE;
                    case AT_ITS_PLACE -> Probe.NOT_DONE;
                    case AT_BOTH, NOWHERE, COULD_NOT_TELL -> Probe.COULD_NOT_TELL;
                };
            }

            /** Asks once more, as late as can be. */
            @Override
            public void perform(StepContext context) {
                unclaimed.requireUnused(place(payload));
                folder.moveIn(note());
            }

            @Override
            public void undo() {
                Quarantine.this.undo(note -> QuarantineEntry.moveBack(folder, note));
            }
        }
    }
}
