package dev.vman.observer;

import dev.vman.StartOrder;
import dev.vman.host.Presence;
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
import org.jboss.logging.Logger;

/**
 * After a start of the daemon: takes hold of every QEMU that lives, lets the journal finish what
 * was interrupted, then looks at every VM, so that the first answer to a user is true.
 */
@ApplicationScoped
class StartUp {
    private static final Logger LOG = Logger.getLogger(StartUp.class);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);
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
        List<Sight> sights = sights();
        sights.forEach(this::adopt);
        takeUp(sights, journal.recover());
    }

    /** Acts that could not be recorded any further stand still until then. */
    void goOn(@Observes DatabaseReopened event) {
        takeUp(sights(), journal.goOn());
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

    private void adopt(Sight sight) {
        try {
            sight.process()
                    .filter(process -> processes.look(process) instanceof Presence.Present)
                    .ifPresent(process -> operator.hold(sight.vm(), process));
        } catch (RuntimeException e) {
            // One that can't be held must not keep the others waiting; its look tries again.
            LOG.errorf(e, "Could not take hold of the QEMU of VM %s", sight.vm());
        }
    }
}
