package dev.vman.observer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings the findings in line with what a pass has compared. */
@Singleton
class FindingBook {
    private final Findings findings;
    private final LastSeen lastSeen;
    private final Clock clock;

    FindingBook(Findings findings, LastSeen lastSeen, Clock clock) {
        this.findings = findings;
        this.lastSeen = lastSeen;
        this.clock = clock;
    }

    /** How many findings a pass has opened and resolved. */
    record Entries(int opened, int resolved) {}

    /** The differences that are findings already. */
    Set<String> known() {
        return QuarkusTransaction.requiringNew().call(findings::unresolved).stream()
                .map(finding -> finding.key)
                .collect(Collectors.toSet());
    }

    /**
     * @param agreed differences that two readings showed
     * @param corrected those that a correction of the record has just cured
     * @param latest the last reading; a difference that it does not show is gone
     * @param held whose acts may be the reason that a difference does not show
     */
    Entries enter(
            Collection<Difference> agreed,
            Collection<Difference> corrected,
            WorldComparison latest,
            Predicate<Set<UUID>> held) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    Map<String, Finding> open =
                            findings.unresolved().stream()
                                    .collect(Collectors.toMap(f -> f.key, f -> f, (one, _) -> one));
                    List<Difference> passing =
                            corrected.stream()
                                    .filter(found -> !open.containsKey(found.key()))
                                    .toList();
                    passing.forEach(found -> findings.resolve(findings.open(found, now)));
                    int opened = see(agreed, open, now);
                    int resolved = resolve(open.values(), latest, held);
                    findings.prune(now);
                    return new Entries(opened + passing.size(), resolved + passing.size());
                });
    }

    private int see(Collection<Difference> agreed, Map<String, Finding> open, Instant now) {
        Set<UUID> seen = new HashSet<>();
        int opened = 0;
        for (Difference difference : agreed) {
            @Nullable Finding finding = open.get(difference.key());
            if (finding == null) {
                finding = findings.open(difference, now);
                opened++;
            } else {
                update(finding, findings.evidence(difference));
            }
            lastSeen.seen(finding.id, now);
            boolean _ = seen.add(finding.id);
        }
        open.values().forEach(finding -> seen.add(finding.id));
        lastSeen.keepOnly(seen);
        return opened;
    }

    private static void update(Finding finding, String evidence) {
        if (!finding.evidence.equals(evidence)) {
            finding.evidence = evidence;
        }
    }

    private int resolve(
            Collection<Finding> open, WorldComparison latest, Predicate<Set<UUID>> held) {
        int resolved = 0;
        for (Finding finding : open) {
            Optional<UUID> vm = Optional.ofNullable(finding.vm);
            boolean gone =
                    !latest.differences().containsKey(finding.key)
                            && latest.tells(finding.kind, vm)
                            && !latest.untoldImage().test(finding.key, finding.subject().id())
                            && !held.test(concerned(finding));
            if (gone) {
                findings.resolve(finding);
                resolved++;
            }
        }
        return resolved;
    }

    /** Its own id too: a repair that moves a file away and back holds that. */
    private static Set<UUID> concerned(Finding finding) {
        Set<UUID> ids = new HashSet<>(Set.of(finding.id));
        Optional.ofNullable(finding.vm).ifPresent(ids::add);
        Optional.ofNullable(finding.subject().id()).ifPresent(ids::add);
        return ids;
    }
}
