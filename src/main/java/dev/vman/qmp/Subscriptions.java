package dev.vman.qmp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** All readers of one connection's events. */
final class Subscriptions {
    private static final Logger LOG = Logger.getLogger(Subscriptions.class);

    private final List<QmpSubscription> open = new CopyOnWriteArrayList<>();

    QmpSubscription add(Predicate<QmpEvent> filter, int capacity) {
        QmpSubscription subscription = new QmpSubscription(filter, capacity, open::remove);
        open.add(subscription);
        return subscription;
    }

    void publish(QmpEvent event) {
        open.forEach(subscription -> offer(subscription, event));
    }

    void end(QmpException reason) {
        open.forEach(subscription -> subscription.end(reason));
    }

    private static void offer(QmpSubscription subscription, QmpEvent event) {
        try {
            subscription.offer(event);
        } catch (RuntimeException e) {
            // One reader's broken filter must not cost the others their connection.
            LOG.errorf(e, "a filter failed on the event %s", Excerpt.of(event.name()));
        }
    }
}
