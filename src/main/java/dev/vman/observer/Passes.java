package dev.vman.observer;

import dev.vman.journal.Journal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares the record with the world. Where a reading shows something new, or a VM whose state is
 * wrong, it is read once more: only what both show is a finding.
 */
@ApplicationScoped
public class Passes {
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

    private final WorldReader reader;
    private final Corrections corrections;
    private final FindingBook book;
    private final SocketSweep sockets;
    private final Journal journal;
    private final JustRepaired repaired;
    private final Clock clock;
    private final Event<PassReport> ended;
    private final ImageCheckRounds images;
    private final BaseImages baseImages;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile @Nullable PassReport last;

    Passes(
            WorldReader reader,
            Corrections corrections,
            FindingBook book,
            SocketSweep sockets,
            Journal journal,
            JustRepaired repaired,
            Clock clock,
            ImageCheckRounds images,
            BaseImages baseImages,
            Event<PassReport> ended) {
        this.reader = reader;
        this.corrections = corrections;
        this.book = book;
        this.sockets = sockets;
        this.journal = journal;
        this.repaired = repaired;
        this.clock = clock;
        this.ended = ended;
        this.images = images;
        this.baseImages = baseImages;
    }

    public Optional<PassReport> last() {
        return Optional.ofNullable(last);
    }

    /**
     * Looks into disks' files first, for a minute at most: what is left then, the slow rounds look
     * into. Reads all images.
     */
    public PassReport runDeep() {
        images.now(LONGEST_LOOK);
        baseImages.readAll();
        return run();
    }

    /** Makes one pass, after the one that is under way, and tells whoever observes its report. */
    public PassReport run() {
        return run(Freshness.NOW);
    }

    /** As {@link #run()}, where passes follow each other and each need not ask everything. */
    PassReport runInTurn() {
        return run(Freshness.IN_TURN);
    }

    private PassReport run(Freshness wanted) {
        PassReport report = runAlone(wanted);
        ended.fire(report);
        return report;
    }

    private PassReport runAlone(Freshness wanted) {
        oneAtATime.lock();
        try {
            PassReport report = pass(wanted);
            last = report;
            return report;
        } finally {
            oneAtATime.unlock();
        }
    }

    private PassReport pass(Freshness wanted) {
        Instant startedAt = clock.instant();
        long start = System.nanoTime();
        journal.forgetBusyBefore(start);
        repaired.forgetBefore(start);
        images.refresh();
        Predicate<Set<UUID>> touched = targets -> journal.wasBusySince(targets, start);
        WorldReading world = reader.read(wanted);
        corrections.lookAtUnheard(world);
        sockets.run(world);
        WorldComparison first = WorldComparison.of(world);
        boolean news =
                !first.of(FindingKind.VM_STATE_MISMATCH).isEmpty()
                        || !book.known().containsAll(first.differences().keySet());
        FindingBook.Entries entries =
                news ? readAgain(world, first, touched) : enter(first, first, List.of(), touched);
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        return new PassReport(
                startedAt, millis, world.checked(), entries.opened(), entries.resolved());
    }

    private FindingBook.Entries readAgain(
            WorldReading world, WorldComparison first, Predicate<Set<UUID>> touched) {
        List<Difference> mismatches = untouched(first.of(FindingKind.VM_STATE_MISMATCH), touched);
        corrections.lookAt(mismatches, world);
        WorldComparison second = WorldComparison.of(reader.read(Freshness.NOW));
        List<Difference> corrected =
                mismatches.stream()
                        .filter(found -> !second.differences().containsKey(found.key()))
                        .toList();
        return enter(first, second, untouched(corrected, touched), touched);
    }

    private FindingBook.Entries enter(
            WorldComparison first,
            WorldComparison second,
            List<Difference> corrected,
            Predicate<Set<UUID>> touched) {
        Map<String, Difference> before = first.differences();
        List<Difference> both =
                second.differences().values().stream()
                        .filter(found -> before.containsKey(found.key()))
                        .toList();
        List<Difference> agreed = untouched(both, touched);
        corrections.missing(
                agreed.stream().filter(found -> found.kind() == FindingKind.MISSING_DISK).toList());
        corrections.returned(second.returned());
        List<Difference> uncured =
                agreed.stream().filter(found -> !repaired.has(found.key())).toList();
        return book.enter(uncured, corrected, second, touched);
    }

    private static List<Difference> untouched(
            Collection<Difference> differences, Predicate<Set<UUID>> touched) {
        return differences.stream().filter(found -> !touched.test(found.holds())).toList();
    }
}
