package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** Holds targets as an act does, which keeps acts and looks away from them. */
@ApplicationScoped
public class HeldByAct {
    private static final Duration SOON = Duration.ofSeconds(20);
    private final Turns turns;

    HeldByAct(Turns turns) {
        this.turns = turns;
    }

    /** Ends with {@link #close()}. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for acts and looks that hold them now. */
    public Hold hold(UUID target) {
        Turns.Ticket ticket = turns.join(Set.of(target));
        assertThat(ticket.await(SOON)).as("every act and look ends").isTrue();
        return ticket::close;
    }
}
