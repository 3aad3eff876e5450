package dev.vman.network;

import dev.vman.host.ProcessSight;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One server on our own bridge, that runs by the files as they should be. */
final class DhcpPlan {
    private DhcpPlan() {}

    static List<PlannedChange> of(DesiredNetwork wanted, ObservedNetwork seen) {
        String network = wanted.id().toString();
        if (wanted.foreign()) {
            return seen.servers().isEmpty()
                    ? List.of()
                    : List.of(new PlannedChange.StopDhcp(network, seen.servers()));
        }
        List<Lease> stale = stale(wanted, seen);
        Optional<String> trouble = trouble(wanted, seen);
        if (trouble.isPresent()) {
            return List.of(
                    new PlannedChange.StartDhcp(network, seen.servers(), stale, trouble.get()));
        }
        ProcessSight server = seen.servers().getFirst();
        List<PlannedChange> drops =
                stale.stream()
                        .map(lease -> (PlannedChange) new PlannedChange.DropLease(lease, server))
                        .toList();
        return reloads(wanted, seen)
                ? Stream.concat(
                                Stream.of(new PlannedChange.ReloadDhcp(network, server)),
                                drops.stream())
                        .toList()
                : drops;
    }

    /** Leases that say anything else than the ports do. */
    private static List<Lease> stale(DesiredNetwork wanted, ObservedNetwork seen) {
        return seen.files().leases().stream()
                .filter(lease ->
                        wanted.ports().stream()
                                .noneMatch(port ->
                                        port.mac().equals(lease.mac())
                                                && port.ip().equals(lease.ip())))
                .toList();
    }

    /** Why a server must be started; the configuration is only written while none runs. */
    private static Optional<String> trouble(DesiredNetwork wanted, ObservedNetwork seen) {
        if (seen.servers().isEmpty()) {
            return Optional.of("It does not run.");
        }
        if (seen.servers().size() > 1) {
            return Optional.of("There are " + seen.servers().size() + " of them.");
        }
        if (seen.servers().getFirst().isStoppedBySignal()) {
            return Optional.of("It was stopped by a signal.");
        }
        Optional<Link> bridge = seen.link(wanted.bridge());
        if (bridge.isEmpty()) {
            return Optional.of("Its bridge is made anew.");
        }
        String conf = config(wanted, seen, bridge.get()).conf();
        return seen.files().conf().equals(Optional.of(conf))
                ? Optional.empty()
                : Optional.of("Its configuration has changed.");
    }

    private static boolean reloads(DesiredNetwork wanted, ObservedNetwork seen) {
        DhcpConfig config =
                seen.link(wanted.bridge()).map(it -> config(wanted, seen, it)).orElseThrow();
        return !seen.files().hosts().equals(Optional.of(config.hosts()))
                || !seen.files().names().equals(Optional.of(config.names()));
    }

    private static DhcpConfig config(DesiredNetwork wanted, ObservedNetwork seen, Link bridge) {
        return new DhcpConfig(wanted, seen.files().paths(), seen.placeOf(bridge));
    }
}
