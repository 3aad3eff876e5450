package dev.vman.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One queue per target, first come first served. A ticket stands in the queues of all its targets
 * at once and is due when it heads every one of them, so two acts never wait for each other in a
 * circle. Short checks of a target stand in the same queues, and only ever behind other checks.
 */
final class Turns {
    private static final Deque<Ticket> NOBODY = new ArrayDeque<>(0);
    private final Map<UUID, Deque<Ticket>> queues = new HashMap<>();
    private final Map<UUID, Long> lastHeld = new HashMap<>();

    /** What a ticket is held for. */
    enum Purpose {
        ACT,
        /** Short work beside the acts, as a look is. Nobody takes it for an act. */
        CHECK
    }

    /** Joins the queues of all targets at one moment. The ticket must be closed. */
    Ticket join(Set<UUID> targets) {
        return join(targets, Purpose.ACT);
    }

    private synchronized Ticket join(Set<UUID> targets, Purpose purpose) {
        Ticket ticket = new Ticket(targets, purpose);
        targets.forEach(
                target -> queues.computeIfAbsent(target, _ -> new ArrayDeque<>()).addLast(ticket));
        wake(ticket);
        return ticket;
    }

    /** Joins only if no act holds or waits for any of the targets: its turn comes soon. */
    synchronized Optional<Ticket> joinUnlessBusy(Set<UUID> targets, Purpose purpose) {
        boolean busy = targets.stream().anyMatch(this::isBusy);
        return busy ? Optional.empty() : Optional.of(join(targets, purpose));
    }

    /** Whether an act holds, or waits for, this target. */
    synchronized boolean isBusy(UUID target) {
        return queues.getOrDefault(target, NOBODY).stream()
                .anyMatch(ticket -> ticket.purpose == Purpose.ACT);
    }

    /**
     * Whether an act held, or waited for, this target at that moment of {@link System#nanoTime()}
     * or at some time since then.
     */
    synchronized boolean isBusySince(UUID target, long nanoTime) {
        @Nullable Long last = lastHeld.get(target);
        return isBusy(target) || (last != null && last - nanoTime >= 0);
    }

    /** Nobody will ask about a time before then any more. */
    synchronized void forgetBefore(long nanoTime) {
        lastHeld.values().removeIf(last -> last - nanoTime < 0);
    }

    private synchronized void leave(Ticket ticket) {
        List<Deque<Ticket>> left = ticket.targets.stream().map(queues::get).toList();
        left.forEach(queue -> queue.remove(ticket));
        ticket.targets.forEach(
                target -> queues.computeIfPresent(target, (_, q) -> q.isEmpty() ? null : q));
        left.stream()
                .map(Deque::peekFirst)
                .forEach(head -> {
                    if (head != null) {
                        wake(head);
                    }
                });
    }

    private void wake(Ticket ticket) {
        boolean headsAll =
                ticket.targets.stream()
                        .map(queues::get)
                        .allMatch(queue -> queue != null && queue.peekFirst() == ticket);
        if (headsAll) {
            ticket.due.countDown();
        }
    }

    /** A place in the queues. */
    final class Ticket implements AutoCloseable {
        private final Set<UUID> targets;
        private final Purpose purpose;
        private final CountDownLatch due = new CountDownLatch(1);
        private boolean closed;

        private Ticket(Set<UUID> targets, Purpose purpose) {
            this.targets = Set.copyOf(targets);
            this.purpose = purpose;
        }

        /** Leaves as one that has touched nothing. */
        void withdraw() {
            leave(false);
        }

        /** Waits for the turn; false when it did not come in time. */
        boolean await(Duration deadline) {
            try {
                return due.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void close() {
            leave(purpose == Purpose.ACT);
        }

        private void leave(boolean touched) {
            synchronized (Turns.this) {
                if (closed) {
                    return;
                }
                closed = true;
                if (touched) {
                    long now = System.nanoTime();
                    targets.forEach(target -> lastHeld.put(target, now));
                }
                Turns.this.leave(this);
            }
        }
    }
}
