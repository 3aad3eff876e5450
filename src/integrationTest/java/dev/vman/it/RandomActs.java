package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;

/** Requests that a busy user might send, in an order that a seed decides. */
final class RandomActs {
    private final Api api;
    private final Random random;
    private final Promises promises;
    private final List<String> vms;
    private final List<String> disks;

    /** Acts on what the daemon has now. */
    RandomActs(Api api, Random random) {
        this(api, random, Set.of(), new Promises());
    }

    /** Leaves these VMs alone, and notes what it is promised. */
    RandomActs(Api api, Random random, Set<String> spared, Promises promises) {
        this.promises = promises;
        this.api = api;
        this.random = random;
        vms = ids("vms").stream().filter(vm -> !spared.contains(vm)).toList();
        disks = ids("disks");
    }

    private List<String> ids(String path) {
        return api.items(path)
                .filter(row -> !row.path("root").asBoolean())
                .map((JsonNode row) -> row.path("id").asText())
                .toList();
    }

    /** The next request; running it sends it and returns its answer. */
    Callable<Answer> next() {
        String vm = one(vms);
        String disk = one(disks);
        return switch (random.nextInt(vms.isEmpty() || disks.isEmpty() ? 2 : 9)) {
            case 0 -> () -> promises.keep("vms", createVm(api));
            case 1 -> () -> promises.keep("disks", createDisk(api));
            case 2 -> () -> api.post("vms/" + vm + "/actions/start", Map.of());
            case 3 -> () -> api.post("vms/" + vm + "/actions/stop", Map.of("timeoutSeconds", 1));
            case 4 -> () -> api.post("vms/" + vm + "/actions/restart", Map.of("force", true));
            case 5 -> () -> delete("vms/" + vm, "?force=true");
            case 6 -> () -> attach(vm, disk);
            case 7 -> () -> api.post("disks/" + disk + "/actions/detach", Map.of());
            default -> () -> delete("disks/" + disk, "");
        };
    }

    private String one(List<String> ids) {
        return ids.isEmpty() ? "" : ids.get(random.nextInt(ids.size()));
    }

    private Answer delete(String path, String query) {
        promises.release(path);
        return api.delete(path + query);
    }

    private Answer attach(String vm, String disk) {
        return api.post("disks/" + disk + "/actions/attach", Map.of("vm", vm, "bus", "scsi"));
    }

    private static Answer createVm(Api api) {
        return api.post(
                "vms",
                Map.of(
                        "name",
                        SharedDaemon.newName("any"),
                        "memoryMib",
                        64,
                        "diskSizeBytes",
                        1 << 20,
                        "start",
                        true));
    }

    private static Answer createDisk(Api api) {
        return api.post("disks", Map.of("name", SharedDaemon.newName("any"), "sizeBytes", 1 << 20));
    }
}
