package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.journal.Journal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Operations of a version that this one does not know: recovery has to give them up. */
@QuarkusTest
class InterruptedOperationsTest {
    private static final String INSERT =
            """
            insert into operation (id, sequence, kind, target_type, target_id, target_name, payload,
                state, step, step_index, progress, started_at, unsettled)
            values (?1, ?6, ?2, 'vm', ?3, 'a-vm', ?4, ?5,
                'leap', 1, 50, current_timestamp, false)
            """;
    private final UUID target = UUID.randomUUID();
    // Far above what the journal itself has come to.
    private long sequence = 1L << 40;
    @Inject Journal journal;
    @Inject Passes passes;
    @Inject Findings findings;
    @Inject EntityManager entities;

    @Test
    void areFoundUntilALaterOneSetsTheirTargetRight() {
        UUID unknownKind = insert("vm.teleport", "{}", "RUNNING");
        UUID newerPayload = insert("vm.stop", "{\"from\": [\"the future\"]}", "RUNNING");

        int taken = journal.recover();
        PassReport _ = passes.run();

        assertThat(taken).isEqualTo(2);
        assertThat(found(FindingState.OPEN))
                .extracting(finding -> finding.subject().id())
                .containsExactlyInAnyOrder(unknownKind, newerPayload);
        assertThat(found(FindingState.OPEN))
                .allMatch(finding -> finding.severity == Severity.ERROR)
                .allMatch(finding ->
                        findings.evidence(finding).get("step") instanceof String step
                                && step.equals("leap"));

        UUID _ = insert("vm.start", "{}", "SUCCEEDED");
        PassReport _ = passes.run();

        assertThat(found(FindingState.OPEN)).isEmpty();
        assertThat(found(FindingState.RESOLVED)).hasSize(2);
    }

    private UUID insert(String kind, String payload, String state) {
        UUID id = UUID.randomUUID();
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    int _ =
                            entities.createNativeQuery(INSERT)
                                    .setParameter(1, id)
                                    .setParameter(2, kind)
                                    .setParameter(3, target)
                                    .setParameter(4, payload)
                                    .setParameter(5, state)
                                    .setParameter(6, sequence++)
                                    .executeUpdate();
                });
        return id;
    }

    private List<Finding> found(FindingState state) {
        return QuarkusTransaction.requiringNew()
                .call(() -> findings.list("vm = ?1 and state = ?2", target, state));
    }
}
