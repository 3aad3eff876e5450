package dev.vman.lifecycle;

import dev.vman.StartOrder;
import dev.vman.inventory.AddressesChanged;
import dev.vman.inventory.LostDatabase;
import dev.vman.inventory.Networks;
import dev.vman.network.DesiredNetwork;
import dev.vman.network.DesiredNetworks;
import dev.vman.network.NetworkManager;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Takes away what belonged to addresses that are free again, as soon as that is committed; and at
 * start-up everything that a dead daemon left. Nobody waits for it; what fails is found by the
 * observer, and repaired.
 */
@ApplicationScoped
class NetworkUpkeep {
    private static final Logger LOG = Logger.getLogger(NetworkUpkeep.class);
    private final AppliedNetworks applied;
    private final DesiredNetworks desired;
    private final Networks networks;
    private final NetworkManager manager;
    private final LostDatabase lost;

    NetworkUpkeep(
            AppliedNetworks applied,
            DesiredNetworks desired,
            Networks networks,
            NetworkManager manager,
            LostDatabase lost) {
        this.applied = applied;
        this.desired = desired;
        this.networks = networks;
        this.manager = manager;
        this.lost = lost;
    }

    /** While a database is rebuilt, most guests' addresses are not known yet: their taps stay. */
    void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) AddressesChanged change) {
        if (!lost.isUnderWay()) {
            change.networks().forEach(this::applySoon);
        }
    }

    /**
     * After the first looks, so that VMs that are gone with the host have no addresses any more.
     */
    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        var _ = Thread.ofVirtual().name("networks").start(this::applyAll);
    }

    private void applyAll() {
        tryTo(
                "What belongs to no network could not be removed",
                () -> {
                    var _ = manager.sweep(this::isKnown);
                });
        desired.all().stream().map(DesiredNetwork::id).forEach(this::tryToApply);
    }

    private boolean isKnown(UUID network) {
        return QuarkusTransaction.requiringNew()
                .call(() -> networks.findByIdOptional(network))
                .isPresent();
    }

    /** In the background. */
    void applySoon(UUID network) {
        var _ = Thread.ofVirtual().name("network-" + network).start(() -> tryToApply(network));
    }

    /** At once. What fails is told by the observer. */
    void tryToApply(UUID network) {
        tryTo("Network " + network + " is not as wanted", () -> applied.applyIfReady(network));
    }

    private static void tryTo(String failed, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warnf("%s; the observer tells when it stays so: %s", failed, e.getMessage());
        }
    }
}
