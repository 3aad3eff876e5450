package dev.vman.network;

import dev.vman.host.ProcessSight;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Makes changes to one network's DHCP server. */
final class DhcpMaker {
    private final Optional<DesiredNetwork> wanted;
    private final NetworkFolder folder;
    private final DhcpServers servers;
    private final NetworkReader reader;

    /**
     * @param wanted empty: the network goes
     */
    DhcpMaker(
            Optional<DesiredNetwork> wanted,
            NetworkFolder folder,
            DhcpServers servers,
            NetworkReader reader) {
        this.wanted = wanted;
        this.folder = folder;
        this.servers = servers;
        this.reader = reader;
    }

    /** The configuration names the bridge that is there now. */
    void start(PlannedChange.StartDhcp change) throws IOException {
        stop(change.running());
        ObservedNetwork now = reader.read(folder);
        DesiredNetwork network = wanted.orElseThrow();
        Link bridge = now.link(network.bridge()).orElseThrow(() -> gone(network));
        DhcpConfig config = new DhcpConfig(network, folder.dhcp(), now.placeOf(bridge));
        folder.writeConf(config);
        folder.writeHosts(config);
        folder.prepareLeases(change.stale(), servers.uid());
        servers.start(folder);
    }

    private static RuntimeException gone(DesiredNetwork network) {
        return NetworkPlan.failure(
                "The bridge '" + network.bridge() + "' is gone again.", "Try again.");
    }

    void reload(PlannedChange.ReloadDhcp change) throws IOException {
        folder.writeHosts(new DhcpConfig(wanted.orElseThrow(), folder.dhcp(), ""));
        servers.reload(change.server());
    }

    void stop(List<ProcessSight> running) {
        running.forEach(servers::stop);
    }

    /**
     * A server holds an address for whoever had it last, and hears of its end from that one alone,
     * which may have been killed.
     */
    void drop(List<PlannedChange.DropLease> drops) throws IOException {
        stop(drops.stream().map(PlannedChange.DropLease::server).distinct().toList());
        folder.prepareLeases(
                drops.stream().map(PlannedChange.DropLease::lease).toList(), servers.uid());
        servers.start(folder);
    }
}
