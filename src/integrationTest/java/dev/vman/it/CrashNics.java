package dev.vman.it;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Operations on NICs: on a bridge where there can be one. A VM without an OS releases nothing by
 * itself, so that a hot removal needs force.
 */
final class CrashNics {
    private static final Map<String, Object> RUNNING = Map.of("start", true);
    private static final Map<String, Object> NONE = Map.of();

    private CrashNics() {}

    static Stream<CrashOperation> all() {
        return Stream.of(
                new CrashOperation("nic-attach", "nic.attach", scene -> attach(scene, NONE, "2")),
                new CrashOperation(
                        "nic-attach-hot", "nic.attach", scene -> attach(scene, RUNNING, "2")),
                new CrashOperation(
                        "nic-attach-undone",
                        "nic.attach",
                        Optional.of("nic.attach:plug/do"),
                        scene -> attach(scene, RUNNING, "1")),
                new CrashOperation("nic-detach", "nic.detach", scene -> detach(scene, NONE)),
                new CrashOperation(
                        "nic-detach-hot", "nic.detach", scene -> detach(scene, RUNNING)));
    }

    private static CrashOperation.Try attach(
            CrashScene scene, Map<String, Object> fields, String wanted) {
        Vm vm = scene.vm(fields);
        return new CrashOperation.Try(() -> add(scene, vm), () -> count(vm), wanted);
    }

    private static CrashOperation.Try detach(CrashScene scene, Map<String, Object> fields) {
        Vm vm = scene.vm(fields);
        String nic = add(scene, vm).is(201).body().path("id").asText();
        return new CrashOperation.Try(
                () -> scene.daemon().api().delete(nics(vm) + "/" + nic + "?force=true"),
                () -> count(vm),
                "1");
    }

    private static Answer add(CrashScene scene, Vm vm) {
        return scene.daemon().api().post(nics(vm), Map.of());
    }

    private static String nics(Vm vm) {
        return "vms/" + vm.id() + "/nics";
    }

    private static String count(Vm vm) {
        return "" + vm.read().path("nics").size();
    }
}
