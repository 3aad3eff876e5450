package dev.vman.it;

import dev.vman.host.Signal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * VMs on a bridge, with a forward, that are started and end in every way, round after round. After
 * each, the bridge has to be that of live VMs alone.
 */
final class NetworkRounds {
    private static final Duration SETTLED = Duration.ofMinutes(2);
    private static final Map<String, Object> RUNNING = Map.of("start", true);
    private static final int SSH = 22;
    private final BridgedDaemon host;
    private final List<String> faults = new ArrayList<>();

    /** How a VM ends. */
    private enum End {
        STOPPED,
        STOPPED_BY_FORCE,
        KILLED,
        DELETED,
        FAILED_TO_START,
        STARTING_WHEN_THE_DAEMON_DIED,
        STOPPING_WHEN_THE_DAEMON_DIED
    }

    NetworkRounds(BridgedDaemon host) {
        this.host = host;
    }

    /** Returns what was wrong after which round. */
    List<String> run(int rounds, Consumer<String> progress) throws IOException {
        End[] ends = End.values();
        // A bridge that has had a port keeps a route for multicasts.
        run(End.DELETED);
        host.consistency().settlesWithin(SETTLED, "before the first round");
        HostNetwork before = HostNetwork.in(host.namespace());
        for (int round = 1; round <= rounds; round++) {
            End end = ends[(round - 1) % ends.length];
            String where = "round %d of %d, %s".formatted(round, rounds, end);
            run(end);
            judge(where, before);
            progress.accept(where + ": " + (faults.isEmpty() ? "well" : faults));
        }
        return List.copyOf(faults);
    }

    private void run(End end) throws IOException {
        switch (end) {
            case STOPPED -> stop(vm(RUNNING), Map.of("timeoutSeconds", 1));
            case STOPPED_BY_FORCE -> stop(vm(RUNNING), Map.of("force", true));
            case KILLED -> {
                Vm vm = vm(RUNNING);
                vm.signal(Signal.KILL);
                var _ = vm.waitForVmState("crashed", SETTLED);
            }
            case DELETED -> delete(vm(RUNNING));
            case FAILED_TO_START -> failToStart();
            case STARTING_WHEN_THE_DAEMON_DIED -> {
                Vm vm = vm(Map.of());
                Answer _ = host.api().postAsync("vms/" + vm.id() + "/actions/start", Map.of());
                dieAndComeBack();
            }
            case STOPPING_WHEN_THE_DAEMON_DIED -> {
                Vm vm = vm(RUNNING);
                Answer _ =
                        host.api()
                                .postAsync(
                                        "vms/" + vm.id() + "/actions/stop", Map.of("force", true));
                dieAndComeBack();
            }
        }
    }

    private Vm vm(Map<String, Object> fields) {
        VmanDaemon daemon = host.daemon();
        Map<String, Object> body = new HashMap<>(fields);
        String name = SharedDaemon.newName("round");
        body.putAll(Map.of("name", name, "memoryMib", 64));
        String id = daemon.api().post("vms", body).is(201).body().path("id").asText();
        Answer _ = daemon.api().post("vms/" + id + "/forwards", Map.of("guestPort", SSH)).is(201);
        return new Vm(daemon, UUID.fromString(id), name);
    }

    private static void stop(Vm vm, Map<String, Object> how) {
        var _ = vm.act("stop", how).ok();
    }

    private void delete(Vm vm) {
        Answer _ = host.api().delete("vms/" + vm.id() + "?force=true").is(204);
    }

    private void failToStart() {
        Vm vm = vm(Map.of("diskSizeBytes", 1 << 20));
        String disk = vm.read().path("disks").path(0).path("id").asText();
        garble(host.daemon().storage().resolve("disks").resolve(disk + ".qcow2"));
        Answer answer = vm.act("start");
        if (!answer.body().path("code").asText().equals("start-failed")) {
            throw new AssertionError("a start that had to fail: " + answer);
        }
    }

    private static void garble(Path image) {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.write("no image".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void dieAndComeBack() throws IOException {
        host.daemon().kill();
        host.daemon().startAgain();
    }

    /** First while what came of it is there, then when all of it is deleted. */
    private void judge(String where, HostNetwork before) {
        Consistency consistency = host.consistency();
        try {
            consistency.settlesWithin(SETTLED, where);
            host.api()
                    .items("vms?limit=1000")
                    .map(vm -> "vms/" + vm.path("id").asText() + "?force=true")
                    .toList()
                    .forEach(path -> {
                        Answer _ = host.api().delete(path).is(204);
                    });
            consistency.settlesWithin(SETTLED, where + ", all deleted");
        } catch (AssertionError e) {
            boolean _ = faults.add(where + ": " + e.getMessage());
        }
        HostNetwork.in(host.namespace())
                .differencesFrom(before)
                .forEach(difference -> faults.add(where + ": " + difference));
    }
}
