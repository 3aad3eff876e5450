package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A daemon that can be told where to die, and VMs beside it all that nothing may touch. */
final class CrashScene implements AutoCloseable {
    private static final Duration TOLD = Duration.ofMinutes(2);
    private static final String HELD = "held ";
    private final Path plan;
    private final Optional<GuestNamespace> namespace;
    private final VmanDaemon daemon;
    private final Bystanders bystanders;
    private final ByHand byHand;
    private final AtomicBoolean closed = new AtomicBoolean();

    CrashScene() throws IOException {
        plan = Files.createTempFile("vman-crash-", ".plan");
        namespace = GuestNamespace.ifPossible();
        Map<String, String> settings = new HashMap<>();
        namespace.ifPresent(own -> settings.putAll(own.settings()));
        settings.put("VMAN_CRASH_PLAN", plan.toString());
        // What a scene lets differ, it wants to have repaired by request.
        settings.put("VMAN_RECONCILE_POLICY_DISK_STATE_MISMATCH", "report");
        daemon = start(settings);
        byHand = new ByHand(daemon.storage());
        try {
            // A test may be interrupted: its daemon and VMs end with it.
            Runtime.getRuntime().addShutdownHook(new Thread(this::closeAtTheEnd));
            bystanders = new Bystanders(vm(Map.of("start", true)), guest(), namespace);
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private VmanDaemon start(Map<String, String> settings) throws IOException {
        try {
            return VmanDaemon.start(settings);
        } catch (IOException | RuntimeException | AssertionError e) {
            namespace.ifPresent(GuestNamespace::close);
            throw e;
        }
    }

    private Vm guest() {
        Path boot = daemon.storage().resolve("boot");
        return vm(Map.of("start", true, "memoryMib", 128, "boot", TestGuest.bootFrom(boot)));
    }

    VmanDaemon daemon() {
        return daemon;
    }

    Bystanders bystanders() {
        return bystanders;
    }

    ByHand byHand() {
        return byHand;
    }

    /** Whether {@code default} is a bridge, with taps, filters and DHCP. */
    boolean isBridged() {
        return namespace.isPresent();
    }

    /** Whether all tells the same story, but for what was changed by hand. */
    Consistency consistency() {
        return new Consistency(
                daemon, namespace.map(own -> new BridgeOracle(daemon, own)), byHand.ids());
    }

    CrashFindings findings() {
        return new CrashFindings(this);
    }

    Vm vm(Map<String, ?> fields) {
        Map<String, Object> body =
                new HashMap<>(Map.of("name", SharedDaemon.newName("crash"), "memoryMib", 64));
        body.putAll(fields);
        JsonNode vm = daemon.api().post("vms", body).is(201).body();
        return new Vm(daemon, UUID.fromString(vm.path("id").asText()), vm.path("name").asText());
    }

    TestDisk disk() {
        return TestDisk.create(daemon, 1 << 20);
    }

    /** What the daemon is to do when it comes to its points; replaces what was said before. */
    void plan(String... orders) {
        try {
            Path next = plan.resolveSibling(plan.getFileName() + ".next");
            Files.write(next, List.of(orders));
            Files.move(next, plan, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every point since they were forgotten, as {@code kind:point}. */
    List<String> points() {
        return log().filter(line -> !line.startsWith(HELD)).toList();
    }

    /** The operations that stay at a point, as they came to it. */
    List<String> held() {
        return log().filter(line -> line.startsWith(HELD))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private Stream<String> log() {
        try {
            return Files.exists(logFile()) ? Files.readAllLines(logFile()).stream() : Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path logFile() {
        return plan.resolveSibling(plan.getFileName() + ".log");
    }

    /** To be called while no operation runs. */
    void forgetPoints() {
        try {
            boolean _ = Files.deleteIfExists(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer comes before the last point of its operation. */
    void awaitTold() {
        Waiting.until(
                TOLD,
                "the last point is reached",
                () -> {
                    List<String> points = points();
                    return points.isEmpty() || points.getLast().endsWith(":told");
                });
    }

    Stream<JsonNode> recentOperations() {
        return daemon.api().items("operations?limit=200");
    }

    /** The newest, by id. */
    Set<String> operations() {
        return ids(recentOperations());
    }

    /** Those under way, by id. */
    Set<String> running() {
        return ids(daemon.api().items("operations?state=running"));
    }

    private static Set<String> ids(Stream<JsonNode> rows) {
        return rows.map(row -> row.path("id").asText()).collect(Collectors.toSet());
    }

    /** Of a user who leaves the VMs beside it all alone. */
    RandomActs randomActs(Random random, Promises promises) {
        Set<String> spared =
                bystanders.ids().stream().map(UUID::toString).collect(Collectors.toSet());
        return new RandomActs(daemon.api(), random, spared, promises);
    }

    /** Removes what a try has made. */
    void empty() {
        boolean _ = new Leftovers(daemon).remove(bystanders.ids());
        byHand.remove();
    }

    private void closeAtTheEnd() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("Something was left in /tmp: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        byHand.remove();
        daemon.close();
        namespace.ifPresent(GuestNamespace::close);
        boolean _ = Files.deleteIfExists(plan);
        boolean _ = Files.deleteIfExists(logFile());
    }
}
