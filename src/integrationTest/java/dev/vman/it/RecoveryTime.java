package dev.vman.it;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long a daemon needs after kill -9 until all it says is true again, with many live VMs. */
final class RecoveryTime {
    private static final Duration AIM = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int UNDER_WAY = 10;

    private RecoveryTime() {}

    /** Returns whether it took no longer than it may. */
    static boolean measure(int count) throws IOException {
        try (CrashScene scene = new CrashScene()) {
            List<Vm> vms = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                Vm vm = scene.vm(Map.of("start", true));
                var _ = vm.act("pause").ok();
                vms.add(vm);
            }
            List<Vm> busy = vms.subList(0, Math.min(count, UNDER_WAY));
            busy.forEach(vm ->
                    scene.daemon()
                            .api()
                            .postAsync("vms/" + vm.id() + "/actions/restart", Map.of("force", true))
                            .is(202));
            scene.daemon().kill();
            return report(scene, count, busy.size());
        }
    }

    private static boolean report(CrashScene scene, int count, int busy) throws IOException {
        long start = System.nanoTime();
        scene.daemon().startAgain();
        long ready = System.nanoTime();
        Waiting.until(
                PATIENCE,
                "all operations have ended, all states are true",
                () ->
                        scene.daemon().api().items("operations?state=running").findAny().isEmpty()
                                && count("paused", scene) == count - busy
                                && count("running", scene)
                                        == busy + scene.bystanders().ids().size());
        long settled = System.nanoTime();
        new Consistency(scene.daemon()).settlesWithin(PATIENCE, "after the recovery");
        System.out.printf(
                "%d VMs, %d restarts under way: ready after %.1f s, all true after %.1f s%n",
                count, busy, (ready - start) / 1e9, (settled - start) / 1e9);
        return settled - start <= AIM.toNanos();
    }

    private static long count(String state, CrashScene scene) {
        return scene.daemon().api().items("vms?limit=1000&state=" + state).count();
    }
}
