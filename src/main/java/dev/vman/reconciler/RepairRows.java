package dev.vman.reconciler;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** The repairs' table: one row a finding. Changes have transactions of their own. */
@ApplicationScoped
class RepairRows implements PanacheRepositoryBase<RepairRow, UUID> {
    private final Clock clock;

    RepairRows(Clock clock) {
        this.clock = clock;
    }

    /** Joins the caller's transaction where there is one. */
    Optional<RepairRow> of(UUID finding) {
        return QuarkusTransaction.joiningExisting().call(() -> findByIdOptional(finding));
    }

    /** By finding. */
    Map<UUID, RepairRow> ofOpenFindings() {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        list(
                                "from RepairRow r where r.finding in"
                                        + " (select f.id from Finding f where f.state = OPEN)"))
                .stream()
                .collect(Collectors.toMap(row -> row.finding, row -> row));
    }

    List<RepairRow> underWay() {
        return QuarkusTransaction.requiringNew()
                .call(() -> list("state in ?1", List.of(RepairState.RUNNING, RepairState.UNDOING)));
    }

    /**
     * The findings of what was destroyed, or tried to be, without a person in the limit's window,
     * and how long ago; what the clock says is yet to come counts as begun now.
     */
    Map<UUID, Duration> destroyedLately() {
        Instant now = clock.instant();
        Instant since = now.minus(RepairLimit.WINDOW);
        return QuarkusTransaction.requiringNew()
                .call(() -> list("automatic = true and destructive = true and begunAt > ?1", since))
                .stream()
                .collect(Collectors.toMap(row -> row.finding, row -> age(row.begunAt, now)));
    }

    private static Duration age(Instant begun, Instant now) {
        return begun.isAfter(now) ? Duration.ZERO : Duration.between(begun, now);
    }

    /** Changes the finding's row, or makes one. */
    RepairRow change(UUID finding, BiConsumer<RepairRow, Instant> change) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    Optional<RepairRow> there = findByIdOptional(finding);
                    RepairRow row = there.orElseGet(() -> new RepairRow(finding));
                    change.accept(row, clock.instant());
                    if (there.isEmpty()) {
                        persist(row);
                    }
                    return row;
                });
    }
}
