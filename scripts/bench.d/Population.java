import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A storage with many VMs and disks. The VMs are real: made and started through VMAN, each with a
 * disk, and paused. Most disks are {@link BulkDisks}.
 */
final class Population {
    private static final int TRIES = 5;
    private static final int AT_ONCE = 2;
    private static final String MACHINE =
            "{\"name\": \"bench-%d\", \"cpus\": 1, \"memoryMib\": 64, \"diskSizeBytes\": 1048576}";

    private final Path jar;
    private final Path storage;
    private final BulkDisks bulk;
    private int machines;

    Population(Path jar, Path storage) {
        this.jar = jar;
        this.storage = storage;
        bulk = new BulkDisks(storage);
    }

    /** A daemon on this storage, which must be closed before anything else is done here. */
    VmanDaemon daemon(Map<String, String> settings) throws IOException, InterruptedException {
        Map<String, String> all = new java.util.HashMap<>(settings);
        all.put("VMAN_OPERATOR_ACCELERATOR", "tcg");
        all.put("VMAN_OPERATOR_MEMORY_RESERVE_MIB", "0");
        return VmanDaemon.start(jar, storage, all);
    }

    /** Makes VMs until there are so many. */
    void machines(int count) throws IOException, InterruptedException, ExecutionException {
        System.err.println("starting VMs: " + machines + " to " + count);
        try (VmanDaemon daemon = daemon(Map.of());
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int number = machines; number < count; number++) {
                int next = number;
                ends.add(
                        threads.submit(() -> {
                            make(daemon.api(), next);
                            return null;
                        }));
            }
            for (Future<?> end : ends) {
                var _ = end.get();
            }
        }
        machines = Math.max(machines, count);
    }

    private static void make(VmanApi api, int number) throws IOException {
        JsonNode vm = api.post("/vms", MACHINE.formatted(number));
        String actions = "/vms/" + vm.path("id").asText() + "/actions/";
        start(api, actions);
        JsonNode _ = api.post(actions + "pause", "");
    }

    /** On a busy machine one may need another try. */
    private static void start(VmanApi api, String actions) throws IOException {
        for (int left = TRIES; ; left--) {
            try {
                JsonNode _ = api.post(actions + "start", "");
                return;
            } catch (IOException e) {
                if (left == 1) {
                    throw e;
                }
            }
        }
    }

    /** Makes or removes bulk disks until there are so many, or only the VMs' own. */
    void disks(int count) throws IOException, InterruptedException {
        bulk.become(Math.max(0, count - machines));
    }
}
