package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.host.Presence;
import dev.vman.journal.Journal;
import dev.vman.operator.QuarantineFolder;
import dev.vman.operator.QuarantineNote;
import dev.vman.operator.QuarantineNotes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Deletes what has lain in quarantine for too long, the oldest first. What has no readable note
 * stays for ever: nobody can tell what it is.
 */
@ApplicationScoped
class QuarantineExpiry {
    private static final Logger LOG = Logger.getLogger(QuarantineExpiry.class);
    private static final int MOST_AT_ONCE = 100;
    private final QuarantineFolder folder;
    private final QuarantineNotes notes;
    private final Journal journal;
    private final Clock clock;
    private final int days;

    QuarantineExpiry(
            QuarantineFolder folder,
            QuarantineNotes notes,
            Journal journal,
            Clock clock,
            QuarantineConfig config) {
        this.folder = folder;
        this.notes = notes;
        this.journal = journal;
        this.clock = clock;
        this.days = config.quarantineDays();
    }

    /** One bounded round. */
    void run() {
        if (days == 0) {
            return;
        }
        Instant cut = clock.instant().minus(Duration.ofDays(days));
        List<QuarantineNote> over =
                notes.findings().stream()
                        .map(notes::read)
                        .flatMap(note -> note.found().stream())
                        .filter(note -> note.when().isBefore(cut))
                        .sorted(Comparator.comparing(QuarantineNote::when))
                        .limit(MOST_AT_ONCE)
                        .toList();
        over.forEach(this::deleteUnlessHeld);
    }

    /** What is being restored now is not over. */
    private void deleteUnlessHeld(QuarantineNote note) {
        boolean _ = journal.ifFree(Set.of(note.finding()), () -> tryToDelete(note));
    }

    private void tryToDelete(QuarantineNote note) {
        try {
            if (isStill(note)) {
                folder.delete(note);
                notes.remove(note.finding());
                LOG.infof(
                        "Deleted from quarantine after %d days: %s (finding %s)",
                        days, note.path(), note.finding());
            }
        } catch (Failure e) {
            LOG.warnf("Finding %s stays in quarantine: %s", note.finding(), e.detail());
        }
    }

    private boolean isStill(QuarantineNote note) {
        UUID finding = note.finding();
        return notes.read(finding) instanceof Presence.Present<QuarantineNote>(QuarantineNote now)
                && now.equals(note);
    }
}
