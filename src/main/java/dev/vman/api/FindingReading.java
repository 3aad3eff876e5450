package dev.vman.api;

import dev.vman.inventory.Reference;
import dev.vman.inventory.Vms;
import dev.vman.observer.Finding;
import dev.vman.observer.FindingFilter;
import dev.vman.observer.Findings;
import dev.vman.reconciler.Repairs;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads findings as they are shown. */
@Singleton
class FindingReading implements Collection {
    private static final Pattern PLACE = Pattern.compile("([0-9]{1,17})-([0-9a-f-]{36})");
    private static final Findings.Place BEGIN =
            new Findings.Place(Instant.parse("9000-01-01T00:00:00Z"), new UUID(0, 0));
    private final Snapshot snapshot;
    private final Findings findings;
    private final Repairs repairs;
    private final Vms vms;

    FindingReading(Snapshot snapshot, Findings findings, Repairs repairs, Vms vms) {
        this.snapshot = snapshot;
        this.findings = findings;
        this.repairs = repairs;
        this.vms = vms;
    }

    @Override
    public String path() {
        return "findings";
    }

    /** With the end of its repair, where that has ended just now. */
    @Override
    public Read<FindingView> read(UUID id) {
        repairs.settle(id);
        return snapshot.read(() -> {
            Finding row = findings.require(id);
            return new Read<>(FindingView.of(row, findings, repairs), row.id, row.version);
        });
    }

    /** Of a VM that does not exist by this name: none; by its id, those from its lifetime. */
    Items<FindingView> list(FindingFilterParameters filter, ListParameters part) {
        Findings.Place after = place(part.last());
        return Items.of(
                snapshot.read(() -> views(filter, after, part.size() + 1)),
                part.size(),
                FindingReading::place);
    }

    private List<FindingView> views(
            FindingFilterParameters filter, Findings.Place after, int limit) {
        Optional<UUID> vm = Optional.ofNullable(filter.vm()).map(Reference::parse).map(this::id);
        return findings
                .page(new FindingFilter(filter.ofKind(), filter.ofState(), vm), after, limit)
                .stream()
                .map(row -> FindingView.of(row, findings, repairs))
                .toList();
    }

    private UUID id(Reference vm) {
        return switch (vm) {
            case Reference.ById(UUID id) -> id;
            case Reference.ByName _ -> vms.lookUp(vm).map(row -> row.id).orElse(new UUID(0, 0));
        };
    }

    private static String place(FindingView last) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, last.firstSeenAt()) + "-" + last.id();
    }

    private static Findings.Place place(String cursor) {
        if (cursor.isEmpty()) {
            return BEGIN;
        }
        Matcher matcher = PLACE.matcher(cursor);
        if (!matcher.matches()) {
            throw Cursor.refusal();
        }
        Instant at = Instant.EPOCH.plus(Long.parseLong(matcher.group(1)), ChronoUnit.MICROS);
        return switch (Reference.parse(matcher.group(2))) {
            case Reference.ById(UUID id) -> new Findings.Place(at, id);
            case Reference.ByName _ -> throw Cursor.refusal();
        };
    }
}
