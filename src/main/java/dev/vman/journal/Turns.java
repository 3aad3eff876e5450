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

/**
 * One queue per target, first come first served. A ticket stands in the queues of all its targets
 * at once and is due when it heads every one of them, so two acts never wait for each other in a
 * circle.
 */
final class Turns {
    private final Map<UUID, Deque<Ticket>> queues = new HashMap<>();

    /** Joins the queues of all targets at one moment. The ticket must be closed. */
    synchronized Ticket join(Set<UUID> targets) {
        Ticket ticket = new Ticket(targets);
        targets.forEach(
                target -> queues.computeIfAbsent(target, _ -> new ArrayDeque<>()).addLast(ticket));
        wake(ticket);
        return ticket;
    }

    /** Joins only if nobody holds or waits for any of the targets. */
    synchronized Optional<Ticket> joinIfFree(Set<UUID> targets) {
        boolean free = targets.stream().noneMatch(queues::containsKey);
        return free ? Optional.of(join(targets)) : Optional.empty();
    }

    synchronized boolean isBusy(UUID target) {
        return queues.containsKey(target);
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
        private final CountDownLatch due = new CountDownLatch(1);
        private boolean closed;

        private Ticket(Set<UUID> targets) {
            this.targets = Set.copyOf(targets);
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
            synchronized (Turns.this) {
                if (!closed) {
                    closed = true;
                    leave(this);
                }
            }
        }
    }
}
