package dev.vman.qmp;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The end of a connection: it happens once, for the reason that came first. */
final class Ending {
    private static final Logger LOG = Logger.getLogger(Ending.class);

    private final AtomicReference<@Nullable QmpException> reason = new AtomicReference<>();
    private final CompletableFuture<QmpException> announced = new CompletableFuture<>();

    /** Marks the end; true for the first reason only. */
    boolean begin(QmpException why) {
        return reason.compareAndSet(null, why);
    }

    /** Tells the listeners, once everything that waited has been released. */
    void announce(QmpException why) {
        announced.complete(why);
    }

    Optional<QmpException> reason() {
        return Optional.ofNullable(reason.get());
    }

    /** Throws the reason if the connection has ended. */
    void check() {
        reason().ifPresent(why -> {
            throw why.again();
        });
    }

    void onAnnounce(Consumer<QmpException> listener) {
        var _ =
                announced
                        .thenAccept(listener)
                        .exceptionally(failure -> {
                            LOG.error("a listener to a connection's end failed", failure);
                            return null;
                        });
    }
}
