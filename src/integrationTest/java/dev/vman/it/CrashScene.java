package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** A daemon that can be told where to die, and a VM beside it all that nothing may touch. */
final class CrashScene implements AutoCloseable {
    private final Path plan;
    private final VmanDaemon daemon;
    private final Vm bystander;
    private final ProcessIdentity undisturbed;
    private final AtomicBoolean closed = new AtomicBoolean();

    CrashScene() throws IOException {
        plan = Files.createTempFile("vman-crash-", ".plan");
        daemon = VmanDaemon.startBare(Map.of("VMAN_CRASH_PLAN", plan.toString()));
        // A test may be interrupted: its daemon and VMs end with it.
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeAtTheEnd));
        bystander = vm(Map.of("start", true));
        undisturbed = bystander.process();
    }

    VmanDaemon daemon() {
        return daemon;
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
            Files.move(next, plan, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every point so far, as {@code kind:point}. */
    List<String> points() {
        try {
            Path log = log();
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return plan.resolveSibling(plan.getFileName() + ".log");
    }

    Set<String> operations() {
        return daemon.api()
                .items("operations?limit=1000")
                .map(row -> row.path("id").asText())
                .collect(Collectors.toSet());
    }

    /** Of a user who leaves the VM beside it all alone. */
    RandomActs randomActs(Random random) {
        return new RandomActs(daemon.api(), random, Set.of(bystander.id().toString()));
    }

    /** Whether the VM beside it all runs as the process that it was from the start. */
    boolean isUndisturbed() {
        return bystander.qemus().size() == 1
                && bystander.process().equals(undisturbed)
                && bystander.state().equals("running")
                && bystander.ask("query-status").path("status").asText().equals("running");
    }

    /** Removes what a try has made. */
    void empty() {
        boolean _ = new Leftovers(daemon).remove(Set.of(bystander.id()));
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
        daemon.close();
        Files.deleteIfExists(plan);
        Files.deleteIfExists(log());
    }
}
