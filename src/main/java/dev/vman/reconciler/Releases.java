package dev.vman.reconciler;

import dev.vman.Failure;
import dev.vman.journal.Journal;
import dev.vman.journal.Operation;
import dev.vman.lifecycle.Answer;
import dev.vman.lifecycle.Ask;
import dev.vman.observer.Findings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Lets a batch of destructive repairs go on that a person has seen. */
@Singleton
class Releases {
    private static final Logger LOG = Logger.getLogger(Releases.class);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private final Batch batch;
    private final Wishes wishes;
    private final Attempts attempts;
    private final Findings findings;
    private final Journal journal;

    Releases(Batch batch, Wishes wishes, Attempts attempts, Findings findings, Journal journal) {
        this.batch = batch;
        this.wishes = wishes;
        this.attempts = attempts;
        this.findings = findings;
        this.journal = journal;
    }

    /**
     * In the background, one by one: what a dying daemon leaves undone waits for a person again.
     */
    Answer release(UUID limit, Ask ask) {
        List<Wish> waiting = batch.unreleased(wishes.now());
        if (ask.dryRun()) {
            return new Answer.Planned(batch.show(limit, waiting));
        }
        List<Wish> released = batch.release(limit, waiting);
        try {
            findings.repaired(limit);
        } catch (RuntimeException e) {
            released.forEach(wish -> batch.done(wish.finding().id));
            throw e;
        }
        LOG.infof("%d destructive repairs were let go", released.size());
        var _ =
                Thread.ofVirtual()
                        .name("release-" + limit)
                        .start(() -> released.forEach(this::carryOut));
        return new Answer.Unchanged(limit);
    }

    private void carryOut(Wish wish) {
        UUID finding = wish.finding().id;
        try {
            Answer answer = attempts.begin(wish.finding(), wish.action(), false, Optional.empty());
            if (answer instanceof Answer.Accepted accepted) {
                Operation _ = journal.await(accepted.operation(), LONGEST);
                attempts.settle(finding);
            }
        } catch (Failure e) {
            LOG.debugf("finding %s is left as it is: %s", finding, e.detail());
        } catch (RuntimeException e) {
            // The others are to be let go all the same.
            LOG.errorf(e, "Finding %s could not be repaired", finding);
        } finally {
            batch.done(finding);
        }
    }
}
