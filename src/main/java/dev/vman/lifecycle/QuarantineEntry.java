package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.host.Presence;
import dev.vman.operator.QuarantineFolder;
import dev.vman.operator.QuarantineNote;
import dev.vman.operator.QuarantineNotes;
import java.nio.file.Path;
import java.util.UUID;

/** What lies in quarantine for a finding. */
final class QuarantineEntry {
    private QuarantineEntry() {}

    /** Its note; throws where there is none to be believed. */
    static QuarantineNote require(QuarantineNotes notes, UUID finding) {
        return switch (notes.read(finding)) {
            case Presence.Present<QuarantineNote>(QuarantineNote note) -> note;
            case Presence.Absent<QuarantineNote> _ -> throw nothing(finding);
            case Presence.Unknown<QuarantineNote>(String reason) ->
                    throw new Failure.HostFailure(
                            "note-unreadable", reason, "Move it back by hand.", null);
        };
    }

    /** Idempotent; throws where it can't be told which is which, so that nothing else is undone. */
    static void moveBack(QuarantineFolder folder, QuarantineNote note) {
        switch (folder.look(note)) {
            case IN_QUARANTINE -> folder.moveBack(note);
            case AT_ITS_PLACE, NOWHERE -> {}
            case AT_BOTH -> throw QuarantineFolder.taken(Path.of(note.path()));
            case COULD_NOT_TELL -> throw unclear(note);
        }
    }

    static Failure unclear(QuarantineNote note) {
        return QuarantineFolder.untold(Path.of(note.path()), "a folder can't be read");
    }

    static Failure nothing(UUID finding) {
        return new Failure.NotFound(
                "not-in-quarantine",
                "Nothing lies in quarantine for finding " + finding + ".",
                "It was restored, or deleted when its time was over.");
    }
}
