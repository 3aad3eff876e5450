package dev.vman.observer;

import dev.vman.Debouncer;
import dev.vman.StartOrder;
import dev.vman.journal.ActEnded;
import dev.vman.operator.MachineListener;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a VM whenever something says to. Looks at one VM follow each other, and many requests
 * while one is under way make one more look; different VMs are looked at in parallel.
 */
@ApplicationScoped
public class VmObserver implements MachineListener {
    private static final Logger LOG = Logger.getLogger(VmObserver.class);
    private static final int TRIES = 20;
    // Whoever waited for the act may be reading its outcome now, or asking for the next one.
    private static final Duration AFTER_ACT = Duration.ofMillis(250);
    private final Look look;
    private final Map<UUID, Wishes> wishes = new ConcurrentHashMap<>();
    private final Debouncer<UUID> afterAct = new Debouncer<>("look-soon", AFTER_ACT, this::lookAt);
    private volatile boolean ending;

    VmObserver(Look look) {
        this.look = look;
    }

    /**
     * What is wished of one VM.
     *
     * @param present ends with the look that is under way
     * @param next ends with the one that is to follow it, where one is wished
     */
    private record Wishes(CompletableFuture<Void> present, Optional<CompletableFuture<Void>> next) {
        static Wishes begin() {
            return new Wishes(new CompletableFuture<>(), Optional.empty());
        }

        Wishes again() {
            return next.isPresent()
                    ? this
                    : new Wishes(present, Optional.of(new CompletableFuture<>()));
        }

        /** The last that is wished. */
        CompletableFuture<Void> last() {
            return next.orElse(present);
        }
    }

    /** What was to be seen while an act held it was left to the act. */
    void ended(@Observes ActEnded act) {
        act.targets().forEach(afterAct::ask);
    }

    /** From here on machines are let go of, and would all look unreachable. */
    void stop(@Observes @Priority(StartOrder.INVENTORY) ShutdownEvent event) {
        ending = true;
    }

    @Override
    public void lookAt(UUID vm) {
        if (!ending) {
            CompletableFuture<Void> _ = wish(vm);
        }
    }

    /** Ends with a look that begins from here on. */
    private CompletableFuture<Void> wish(UUID vm) {
        Wishes wished =
                wishes.compute(
                        vm,
                        (_, present) -> {
                            if (present == null) {
                                Wishes first = Wishes.begin();
                                Thread.ofVirtual()
                                        .name("look-" + vm)
                                        .start(() -> look(vm, first.present()));
                                return first;
                            }
                            return present.again();
                        });
        return wished.last();
    }

    /**
     * Looks at all of these, and returns when that is done or the time is up; what is late goes on.
     */
    public void lookNow(Collection<UUID> vms, Duration patience) {
        List<CompletableFuture<Void>> looks = vms.stream().map(this::wish).toList();
        try {
            CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.infof(
                    "%d VMs have not been looked at yet",
                    looks.stream().filter(look -> !look.isDone()).count());
        } catch (ExecutionException e) {
            throw new IllegalStateException("looks end well", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(UUID vm, CompletableFuture<Void> first) {
        Optional<CompletableFuture<Void>> present = Optional.of(first);
        while (present.isPresent()) {
            lookUntilSettled(vm);
            boolean _ = present.get().complete(null);
            present =
                    Optional.ofNullable(
                                    wishes.computeIfPresent(vm, (_, wished) -> afterwards(wished)))
                            .map(Wishes::present);
        }
    }

    private static @Nullable Wishes afterwards(Wishes wished) {
        return wished.next().map(next -> new Wishes(next, Optional.empty())).orElse(null);
    }

    private void lookUntilSettled(UUID vm) {
        try {
            for (int tries = 0;
                    tries < TRIES && !ending && look.at(vm) == Look.Outcome.AGAIN;
                    tries++) {
                LOG.debugf("the record of %s changed under a look", vm);
            }
        } catch (RuntimeException e) {
            if (ending) {
                LOG.debugf(e, "VM %s was not looked at any more", vm);
                return;
            }
            // A look that fails must not end the observer; the next event or the schedule looks
            // again.
            LOG.errorf(e, "Could not look at VM %s", vm);
        }
    }
}
