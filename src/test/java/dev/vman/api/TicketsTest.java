package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Tickets tickets =
            new Tickets(Clock.fixed(NOW, ZoneOffset.UTC), nanos::incrementAndGet);
    private final UUID vm = UUID.randomUUID();

    @Test
    void areGoodOnceForTheirVmAndKind() {
        Tickets.Issued issued = tickets.issue(vm, SocketKind.CONSOLE);

        assertThat(issued.expiresAt()).isEqualTo(NOW.plusSeconds(30));
        assertThat(issued.ticket()).hasSize(43);
        assertThat(tickets.admits(issued.ticket(), SocketKind.CONSOLE)).isTrue();
        assertThat(tickets.redeem(issued.ticket(), SocketKind.CONSOLE)).contains(vm);
        assertThat(tickets.redeem(issued.ticket(), SocketKind.CONSOLE)).isEmpty();
        assertThat(tickets.admits(issued.ticket(), SocketKind.CONSOLE)).isFalse();
    }

    @Test
    void areUsedUpAlsoWhereTheyAreNotGood() {
        String ticket = tickets.issue(vm, SocketKind.CONSOLE).ticket();

        assertThat(tickets.admits(ticket, SocketKind.VNC)).isFalse();
        assertThat(tickets.redeem(ticket, SocketKind.VNC)).isEmpty();
        assertThat(tickets.redeem(ticket, SocketKind.CONSOLE)).isEmpty();
    }

    @Test
    void expire() {
        String ticket = tickets.issue(vm, SocketKind.VNC).ticket();

        nanos.addAndGet(Duration.ofSeconds(29).toNanos());
        assertThat(tickets.admits(ticket, SocketKind.VNC)).isTrue();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(tickets.admits(ticket, SocketKind.VNC)).isFalse();
        assertThat(tickets.redeem(ticket, SocketKind.VNC)).isEmpty();
    }

    @Test
    void areSoManyAndNoMoreUntilSomeExpire() {
        for (int count = 0; count < Tickets.MOST; count++) {
            tickets.issue(vm, SocketKind.VNC);
        }

        assertThatThrownBy(() -> tickets.issue(vm, SocketKind.VNC))
                .isInstanceOf(Failure.Unavailable.class);
        nanos.addAndGet(Tickets.LIFE.toNanos());

        assertThat(tickets.issue(vm, SocketKind.VNC).ticket()).isNotEmpty();
    }
}
