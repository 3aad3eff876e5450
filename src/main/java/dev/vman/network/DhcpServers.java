package dev.vman.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vman.Failure;
import dev.vman.host.ExitStatus;
import dev.vman.host.ExitWatcher;
import dev.vman.host.Launched;
import dev.vman.host.PidFd;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessLauncher;
import dev.vman.host.ProcessSight;
import dev.vman.host.ProcessTable;
import dev.vman.host.ServerRequest;
import dev.vman.host.Signal;
import dev.vman.host.UntrustedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The dnsmasq of each network: a process on its own that outlives the daemon, found again by the
 * path of its configuration.
 *
 * @see <a href="https://thekelleys.org.uk/dnsmasq/docs/dnsmasq-man.html">dnsmasq(8)</a>
 */
final class DhcpServers implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DhcpServers.class);

    private static final String PROGRAM = "dnsmasq";
    private static final String CONF = "--conf-file=";

    /** To listen below 1024, and to answer guests that have no address yet. */
    private static final List<String> CAPABILITIES =
            List.of("net_bind_service", "net_raw", "net_admin");

    private static final Duration START = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(3);
    private static final int LAST_WORDS = 4096;

    private final ProcessTable processes;
    private final ProcessLauncher launcher;
    private final ExitWatcher exits;
    private final Optional<String> namespace;
    private final int uid;
    private final Map<UUID, Watched> watches = new ConcurrentHashMap<>();
    private final Set<ProcessIdentity> told = ConcurrentHashMap.newKeySet();

    DhcpServers(
            ProcessTable processes,
            ProcessLauncher launcher,
            ExitWatcher exits,
            Optional<String> namespace,
            int uid) {
        this.processes = processes;
        this.launcher = launcher;
        this.exits = exits;
        this.namespace = namespace;
        this.uid = uid;
    }

    private record Watched(ProcessIdentity server, ExitWatcher.Watch watch) {}

    int uid() {
        return uid;
    }

    /** Those that run; also one that is about to become dnsmasq. */
    List<ProcessSight> running(NetworkFolder folder) {
        String mark = CONF + folder.dhcp().conf();
        return processes.scan(arguments -> arguments.contains(mark)).stream()
                .filter(process -> process.uid() == uid || process.uid() == 0)
                .toList();
    }

    /** Starts one by the files as they are, and waits until it serves. */
    void start(NetworkFolder folder) throws IOException {
        long before = Files.exists(folder.dhcp().log()) ? Files.size(folder.dhcp().log()) : 0;
        Launched launched =
                launcher.launchServer(
                        new ServerRequest(
                                List.of(PROGRAM, CONF + folder.dhcp().conf()),
                                folder.path(),
                                folder.dhcp().log(),
                                uid,
                                CAPABILITIES,
                                namespace));
        boolean settled =
                within(START, () -> launched.exit().isDone() || hasStarted(folder, before));
        if (launched.exit().isDone()) {
            throw failure(folder, launched.exit().join());
        }
        if (!settled) {
            LOG.warnf("dnsmasq of network %s has not said yet that it serves", folder.network());
        }
    }

    private static boolean hasStarted(NetworkFolder folder, long before) {
        return since(folder, before).contains("DHCP, sockets bound");
    }

    private static String since(NetworkFolder folder, long before) {
        try {
            long size = Files.size(folder.dhcp().log());
            int fresh = Math.clamp(size - before, 0, LAST_WORDS);
            return fresh == 0
                    ? ""
                    : new String(UntrustedFiles.readTail(folder.dhcp().log(), fresh), UTF_8);
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static Failure.HostFailure failure(NetworkFolder folder, ExitStatus exit) {
        String words = since(folder, 0).strip();
        String last = words.substring(words.lastIndexOf('\n') + 1);
        return NetworkPlan.failure(
                "dnsmasq ended at once (" + exit + "): " + last,
                "See " + folder.dhcp().log() + ".");
    }

    /** Ends it, by force where it does not go. */
    void stop(ProcessSight server) {
        for (Signal signal : List.of(Signal.TERM, Signal.KILL)) {
            signal(server, signal);
            if (within(STOP, () -> processes.stateOf(server.identity()).isEmpty())) {
                return;
            }
        }
        throw NetworkPlan.failure(
                "dnsmasq (process " + server.identity().pid() + ") does not end.",
                "End the process by hand.");
    }

    /**
     * Makes it read its hosts and names again. They are written by then, so that after a failure
     * {@link #ensureTold} alone makes up for it.
     */
    void reload(ProcessSight server) {
        boolean _ = told.remove(server.identity());
        signal(server, Signal.HUP);
        boolean _ = told.add(server.identity());
    }

    /**
     * The same where no daemon since this one began has told it to: the one before may have died
     * between the files and the signal.
     */
    void ensureTold(ProcessSight server) {
        if (!told.contains(server.identity())) {
            reload(server);
        }
    }

    /** It was started by the files as they are. */
    void knows(ProcessSight server) {
        boolean _ = told.add(server.identity());
    }

    private static void signal(ProcessSight server, Signal signal) {
        switch (PidFd.open(server.identity())) {
            case Presence.Present<PidFd>(PidFd held) -> {
                try (held) {
                    boolean _ = held.signal(signal);
                }
            }
            case Presence.Absent<PidFd> _ -> LOG.debugf("%s is gone already", server.identity());
            case Presence.Unknown<PidFd>(String reason) ->
                    throw NetworkPlan.failure(
                            "dnsmasq (process "
                                    + server.identity().pid()
                                    + ") could not be signalled: "
                                    + reason,
                            "Try again.");
        }
    }

    /** Tells when this network's server ends; of servers that were watched before no more. */
    void watch(UUID network, ProcessIdentity server, Consumer<UUID> onExit) {
        Watched before = watches.get(network);
        if (before != null && before.server().equals(server)) {
            return;
        }
        unwatch(network);
        watches.put(
                network, new Watched(server, exits.watch(server, () -> onExit.accept(network))));
    }

    void unwatch(UUID network) {
        Optional.ofNullable(watches.remove(network)).ifPresent(it -> it.watch().close());
    }

    /** Whether it became true in time. */
    static boolean within(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Servers go on. */
    @Override
    public void close() {
        List.copyOf(watches.keySet()).forEach(this::unwatch);
    }
}
