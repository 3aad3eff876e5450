package dev.vman.api;

import dev.vman.inventory.Reference;
import dev.vman.inventory.VmState;
import dev.vman.journal.Journal;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Long-polls a VM until it is in a state, woken by commits rather than by a clock. */
@Singleton
class VmWait {
    static final QueryValue.Range SECONDS = new QueryValue.Range(0, 600, 30);
    private final VmReading reading;
    private final Journal journal;
    private final AgentWait agents;

    VmWait(VmReading reading, Journal journal, AgentWait agents) {
        this.agents = agents;
        this.reading = reading;
        this.journal = journal;
    }

    /** The VM as it is when it gets there, or when the time is up. */
    Read<VmView> read(Reference vm, @Nullable String wait, @Nullable String timeout) {
        Duration deadline = Duration.ofSeconds(QueryValue.number("timeout", timeout, SECONDS));
        if ("agent".equals(wait)) {
            return agents.await(new Reference.ById(reading.id(vm)), deadline);
        }
        return QueryValue.oneOf("wait", wait, VmState.class)
                .map(state -> await(vm, state, deadline))
                .orElseGet(() -> reading.read(vm));
    }

    private Read<VmView> await(Reference vm, VmState state, Duration deadline) {
        Reference.ById same = new Reference.ById(reading.id(vm));
        return journal.changes()
                .await(
                        deadline,
                        () ->
                                Optional.of(reading.read(same))
                                        .filter(read -> read.view().state() == state))
                .orElseGet(() -> reading.read(same));
    }
}
