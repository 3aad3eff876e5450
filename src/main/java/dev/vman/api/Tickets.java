package dev.vman.api;

import dev.vman.Failure;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * One-shot tickets for WebSockets: a browser can't send a header with an upgrade, and a token in an
 * address would stay in histories and logs. Each is good for one VM and one kind, once, for half a
 * minute; all are in memory alone.
 */
@Singleton
final class Tickets {
    static final Duration LIFE = Duration.ofSeconds(30);
    static final int MOST = 256;
    private static final int BYTES = 32;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final LongSupplier nanoTime;

    /** What a ticket is good for, and until when, by a clock that nobody sets. */
    private record Grant(UUID vm, SocketKind kind, long end) {}

    /** A ticket that was issued. */
    record Issued(String ticket, Instant expiresAt) {}

    @Inject
    Tickets(Clock clock) {
        this(clock, System::nanoTime);
    }

    Tickets(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * A new ticket.
     *
     * @throws Failure.Unavailable so many wait to be used already
     */
    Issued issue(UUID vm, SocketKind kind) {
        long now = nanoTime.getAsLong();
        grants.values().removeIf(grant -> grant.end() - now <= 0);
        if (grants.size() >= MOST) {
            throw Failure.Unavailable.now(
                    "too-many-tickets",
                    MOST + " tickets wait to be used already.",
                    "Use them, or wait until they expire.");
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        grants.put(ticket, new Grant(vm, kind, now + LIFE.toNanos()));
        return new Issued(ticket, clock.instant().plus(LIFE));
    }

    /** Whether it may come in at all; it stays good. Never blocks. */
    boolean admits(String ticket, SocketKind kind) {
        return Optional.ofNullable(grants.get(ticket)).filter(of -> isGood(of, kind)).isPresent();
    }

    /** Uses the ticket up, whatever comes of it; the VM that it is good for. */
    Optional<UUID> redeem(String ticket, SocketKind kind) {
        return Optional.ofNullable(grants.remove(ticket))
                .filter(grant -> isGood(grant, kind))
                .map(Grant::vm);
    }

    private boolean isGood(Grant grant, SocketKind kind) {
        return grant.kind() == kind && grant.end() - nanoTime.getAsLong() > 0;
    }

    static HttpProblem refusal() {
        return HttpProblem.of(
                401,
                "ticket-refused",
                "The ticket is unknown, used, expired, or good for something else.",
                "Ask for a new one (POST /tickets), and use it once, within 30 seconds.");
    }
}
