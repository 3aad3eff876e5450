package dev.vman.network;

import dev.vman.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Leases and neighbours for showing them: read again after a second, so that a list of many VMs, or
 * many who ask, cost one reading.
 */
@ApplicationScoped
public class KnownAddresses {
    private static final Logger LOG = Logger.getLogger(KnownAddresses.class);
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private final NetworkManager manager;
    private final DesiredNetworks desired;
    private final ReportedAddresses reported;
    private final Map<UUID, Reading> readings = new ConcurrentHashMap<>();

    KnownAddresses(NetworkManager manager, DesiredNetworks desired, ReportedAddresses reported) {
        this.reported = reported;
        this.manager = manager;
        this.desired = desired;
    }

    private record Reading(long at, List<SeenAddress> addresses) {}

    /** Empty where the network has no bridge, or can't be asked. */
    public List<SeenAddress> of(UUID network) {
        Reading known = readings.get(network);
        if (known != null && System.nanoTime() - known.at < FRESH_NANOS) {
            return known.addresses;
        }
        Reading read = new Reading(System.nanoTime(), read(network));
        readings.put(network, read);
        return read.addresses;
    }

    private List<SeenAddress> read(UUID network) {
        try {
            return desired.of(network).map(this::read).orElse(List.of());
        } catch (Failure e) {
            LOG.debugf("the addresses of network %s can't be read: %s", network, e.detail());
            return List.of();
        }
    }

    private List<SeenAddress> read(DesiredNetwork network) {
        return Stream.concat(manager.addresses(network).stream(), reported.on(network).stream())
                .toList();
    }
}
