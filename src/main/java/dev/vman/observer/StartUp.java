package dev.vman.observer;

import dev.vman.StartOrder;
import dev.vman.host.ProcessTable;
import dev.vman.inventory.DatabaseReopened;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * After a start of the daemon: takes hold of every QEMU that lives, lets the journal finish what
 * was interrupted, then looks at every VM, so that the first answer to a user is true.
 */
@ApplicationScoped
class StartUp {
    private static final Logger LOG = Logger.getLogger(StartUp.class);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);
    private static final Duration ADOPTION = Duration.ofSeconds(5);
    private static final int ADOPTIONS = 16;
    private final Vms vms;
    private final ProcessTable processes;
    private final Operator operator;
    private final Journal journal;
    private final VmObserver observer;

    StartUp(
            Vms vms,
            ProcessTable processes,
            Operator operator,
            Journal journal,
            VmObserver observer) {
        this.vms = vms;
        this.processes = processes;
        this.operator = operator;
        this.journal = journal;
        this.observer = observer;
    }

    void start(@Observes @Priority(StartOrder.OBSERVER) StartupEvent event) {
        long begin = System.nanoTime();
        List<Sight> sights = sights();
        adopt(sights);
        long adopted = System.nanoTime();
        takeUp(sights, journal.recover());
        LOG.infof(
                "%d VMs are known again after %d ms, of which %d ms for taking hold of them",
                sights.size(), millis(begin, System.nanoTime()), millis(begin, adopted));
    }

    /** Acts that could not be recorded any further stand still until then. */
    void goOn(@Observes DatabaseReopened event) {
        takeUp(sights(), journal.goOn());
    }

    /** The database may have refused one of them, and answered all the time. */
    void passed(@Observes PassReport pass) {
        try {
            if (journal.hasToGoOn()) {
                int _ = journal.goOn();
            }
        } catch (RuntimeException e) {
            // Others are to hear of the pass too; the next one tries again.
            LOG.error("Acts that were left could not be taken up", e);
        }
    }

    private List<Sight> sights() {
        return QuarkusTransaction.requiringNew()
                .call(() -> vms.listAll().stream().map(Sight::of).toList());
    }

    private void takeUp(List<Sight> sights, int interrupted) {
        if (interrupted > 0) {
            LOG.infof("%d interrupted operations are taken up again", interrupted);
        }
        observer.lookNow(sights.stream().map(Sight::vm).toList(), FIRST_LOOK);
    }

    private static long millis(long from, long to) {
        return Duration.ofNanos(to - from).toMillis();
    }

    /** One whose process can't be read in time must not keep the others waiting. */
    private void adopt(List<Sight> sights) {
        ExecutorService threads =
                Executors.newFixedThreadPool(ADOPTIONS, Thread.ofVirtual().factory());
        try {
            var _ =
                    threads.invokeAll(
                            sights.stream().map(this::adoption).toList(),
                            ADOPTION.toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            var _ = threads.shutdownNow();
        }
    }

    private Callable<UUID> adoption(Sight sight) {
        return () -> {
            adopt(sight);
            return sight.vm();
        };
    }

    private void adopt(Sight sight) {
        try {
            sight.process()
                    .filter(process -> sight.look(processes, process).isPresent())
                    .ifPresent(process -> operator.hold(sight.vm(), process));
        } catch (RuntimeException e) {
            // One that can't be held must not keep the others waiting; its look tries again.
            LOG.errorf(e, "Could not take hold of the QEMU of VM %s", sight.vm());
        }
    }
}
