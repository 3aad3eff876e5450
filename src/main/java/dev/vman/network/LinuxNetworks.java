package dev.vman.network;

import dev.vman.Failure;
import dev.vman.host.CommandResult;
import dev.vman.host.NetworkNamespace;
import dev.vman.host.ProcessSight;
import dev.vman.host.TunDevice;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Bridges, taps, nftables and dnsmasq, in one namespace. */
final class LinuxNetworks implements NetworkManager, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LinuxNetworks.class);

    /** A server that dies again so soon is not started again at once. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final NetworkAbility ability;
    private final NetworkNamespace namespace;
    private final NetworkFolders folders;
    private final DhcpServers servers;
    private final NetworkReader reader;
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<UUID, Long> revived = new ConcurrentHashMap<>();
    private volatile boolean closed;

    LinuxNetworks(
            NetworkAbility ability,
            NetworkNamespace namespace,
            NetworkFolders folders,
            DhcpServers servers) {
        this.ability = ability;
        this.namespace = namespace;
        this.folders = folders;
        this.servers = servers;
        this.reader = new NetworkReader(namespace, servers);
    }

    @Override
    public NetworkAbility ability() {
        return ability;
    }

    @Override
    public List<NetworkChange> plan(DesiredNetwork network) {
        return inTurn(() -> told(planned(network).changes()));
    }

    @Override
    public List<NetworkChange> apply(DesiredNetwork network) {
        return inTurn(() -> told(applied(network)));
    }

    @Override
    public void remove(DesiredNetwork network) {
        List<NetworkChange> _ = inTurn(() -> removed(network.id()));
    }

    @Override
    public List<NetworkChange> sweep(Predicate<UUID> known) {
        return inTurn(() -> {
            List<NetworkChange> changes = new ArrayList<>();
            for (UUID network : networks()) {
                if (!known.test(network)) {
                    changes.addAll(removed(network));
                }
            }
            return List.copyOf(changes);
        });
    }

    @Override
    public List<SeenAddress> addresses(DesiredNetwork network) {
        List<SeenAddress> seen = new ArrayList<>();
        for (Lease lease : leases(network)) {
            seen.add(new SeenAddress(lease.mac(), lease.ip(), SeenAddress.How.LEASED));
        }
        seen.addAll(neighbours(network));
        return List.copyOf(seen);
    }

    private record Plan(ObservedNetwork seen, List<PlannedChange> changes) {
        /** The servers that run when it was carried out, read again only where they changed. */
        List<ProcessSight> servers(Supplier<List<ProcessSight>> now) {
            return startsServer() ? now.get() : seen.servers();
        }

        boolean startsServer() {
            return changes.stream()
                    .anyMatch(change ->
                            change instanceof PlannedChange.StartDhcp
                                    || change instanceof PlannedChange.DropLease);
        }
    }

    private Plan planned(DesiredNetwork network) {
        requireVlans(network);
        ObservedNetwork seen = reader.read(folders.of(network.id()));
        return new Plan(seen, NetworkPlan.of(network, seen, namespace.name()));
    }

    private void requireVlans(DesiredNetwork network) {
        if (network.vlanId().isPresent() && !ability.vlans()) {
            throw NetworkPlan.failure(
                    "This kernel's bridges can't tag frames.", "Leave the VLAN id out.");
        }
    }

    /** What was read may be out of date when it is changed: once more, from what is there then. */
    private List<PlannedChange> applied(DesiredNetwork network) {
        Plan plan = planned(network);
        try {
            make(network, plan.changes());
        } catch (Failure.HostFailure first) {
            LOG.debugf("network %s, once more: %s", network.bridge(), first.getMessage());
            plan = planned(network);
            make(network, plan.changes());
        }
        NetworkFolder folder = folders.of(network.id());
        List<ProcessSight> running = plan.servers(() -> servers.running(folder));
        supervise(network.id(), running);
        running.forEach(plan.startsServer() ? servers::knows : servers::ensureTold);
        return plan.changes();
    }

    private void make(DesiredNetwork network, List<PlannedChange> changes) {
        NetworkFolder folder = folders.of(network.id());
        onFiles(() -> {
            folders.make();
            folder.make();
            folder.boundLog();
            boolean aboutTaps = changes.stream().anyMatch(LinuxNetworks::isAboutTaps);
            if (aboutTaps) {
                // what goes stays on record until it is gone
                folder.addTaps(network.ports().stream().map(Port::tap).toList());
            }
            maker(Optional.of(network), folder).make(changes);
            if (aboutTaps) {
                letUsersOpenTaps();
            }
            folder.keepTaps(network.ports().stream().map(Port::tap).toList());
            return List.of();
        });
        if (!changes.isEmpty()) {
            LOG.debugf("network %s: %s", network.bridge(), told(changes));
        }
    }

    /** QEMU opens its tap as its VM's user. */
    private static void letUsersOpenTaps() throws IOException {
        if (TunDevice.share()) {
            LOG.info("Opened /dev/net/tun to all users, as udev does where it runs");
        }
    }

    private static boolean isAboutTaps(PlannedChange change) {
        return change instanceof PlannedChange.ChangeTap;
    }

    private ChangeMaker maker(Optional<DesiredNetwork> wanted, NetworkFolder folder) {
        return new ChangeMaker(namespace, folders, new DhcpMaker(wanted, folder, servers, reader));
    }

    private List<NetworkChange> removed(UUID network) {
        NetworkFolder folder = folders.of(network);
        servers.unwatch(network);
        List<PlannedChange> changes = NetworkPlan.removal(network, reader.read(folder));
        return onFiles(() -> {
            maker(Optional.empty(), folder).make(changes);
            folder.delete();
            if (folders.networks().isEmpty()) {
                removePlace();
            }
            return told(changes);
        });
    }

    /** After the last network: the namespace, if we made it, and the one address that all used. */
    private void removePlace() throws IOException {
        CommandResult _ = namespace.ipBatch(BridgePlan.withoutMetadata());
        Optional<String> name = namespace.name();
        if (name.isPresent() && folders.madeNamespace(name.get())) {
            if (namespace.exists()) {
                ToolFailure.require("ip netns", namespace.remove());
            }
            folders.forgetNamespace();
        }
    }

    private void supervise(UUID network, List<ProcessSight> running) {
        if (running.size() == 1) {
            servers.watch(network, running.getFirst().identity(), this::revive);
        }
    }

    /** A server that ended without being asked to is started again, by its files as they are. */
    private void revive(UUID network) {
        long now = System.nanoTime();
        long before = revived.getOrDefault(network, now - SOON.toNanos());
        try {
            if (now - before < SOON.toNanos()) {
                Thread.sleep(PAUSE);
            }
            inTurn(() -> {
                revived.put(network, System.nanoTime());
                reviveIfWanted(network);
                return List.of();
            });
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.warnf("The DHCP server of network %s: %s", network, failed.getMessage());
        }
    }

    private void reviveIfWanted(UUID network) {
        NetworkFolder folder = folders.of(network);
        ObservedNetwork now = reader.read(folder);
        boolean wanted =
                !closed
                        && now.servers().isEmpty()
                        && now.files().conf().isPresent()
                        && !now.bridgesOf(new NetworkNames(network)).isEmpty();
        if (wanted) {
            LOG.infof("The DHCP server of network %s has died, and is started again", network);
            onFiles(() -> {
                servers.start(folder);
                return List.of();
            });
        }
        supervise(network, servers.running(folder));
    }

    private List<UUID> networks() {
        return onFiles(folders::networks);
    }

    private List<Lease> leases(DesiredNetwork network) {
        return onFiles(() -> folders.of(network.id()).read().leases());
    }

    private List<SeenAddress> neighbours(DesiredNetwork network) {
        CommandResult result = namespace.ipShow(List.of("neigh show dev " + network.bridge()));
        return result.succeeded() ? onFiles(() -> Neighbours.read(result.stdout())) : List.of();
    }

    private interface FileWork<T> {
        T get() throws IOException;
    }

    private static <T> T onFiles(FileWork<T> work) {
        try {
            return work.get();
        } catch (IOException e) {
            throw ToolFailure.of(e);
        }
    }

    private <T> T inTurn(Supplier<T> work) {
        turn.lock();
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    private static List<NetworkChange> told(List<PlannedChange> changes) {
        return changes.stream().map(PlannedChange::told).toList();
    }

    /** Bridges and servers go on. */
    @Override
    public void close() {
        closed = true;
        servers.close();
    }
}
