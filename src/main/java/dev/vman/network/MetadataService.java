package dev.vman.network;

import dev.vman.StartOrder;
import dev.vman.host.NamespaceName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * EC2's metadata service for guests on bridges. Looks every second whether it can listen, so that
 * whoever makes or removes bridges need not know of it; guests in user mode have none.
 */
@ApplicationScoped
public class MetadataService {
    private static final Logger LOG = Logger.getLogger(MetadataService.class);
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("169.254.169.254", 80);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final boolean wanted;
    private final MetadataListener listener;
    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("vman-metadata-service").factory());
    private volatile @Nullable String trouble;

    MetadataService(
            NetworkConfig network, MetadataConfig metadata, GuestDirectory guests, Clock clock) {
        wanted =
                !network.mode().equals("user")
                        && (network.namespace().isPresent() || network.bridge().isPresent());
        MetadataRules rules = new MetadataRules(clock, metadata.tokenDemanded());
        Optional<NamespaceName> namespace = network.namespace().map(NamespaceName::new);
        listener =
                new MetadataListener(
                        namespace,
                        ADDRESS,
                        () -> new MetadataServer(rules, guests, MetadataLimits.STANDARD));
    }

    void start(@Observes @Priority(StartOrder.OPERATOR) StartupEvent event) {
        if (wanted) {
            var _ =
                    schedule.scheduleWithFixedDelay(
                            this::look, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            boolean before = listener.listening();
            listener.ensure();
            trouble = null;
            if (!before) {
                LOG.infof("Guests find their metadata on %s", ADDRESS);
            }
        } catch (IOException | RuntimeException e) {
            // Before the first bridge is made the address is not there: nothing to worry about.
            trouble = e.toString();
            LOG.debugf("no metadata for guests yet: %s", e);
        }
    }

    /** Why guests find no metadata now; empty when they do, or are not meant to. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    void stop(@Observes @Priority(StartOrder.API) ShutdownEvent event) throws InterruptedException {
        schedule.shutdown();
        boolean _ = schedule.awaitTermination(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        listener.close();
    }
}
