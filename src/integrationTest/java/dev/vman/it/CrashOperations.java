package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Every kind of operation, with and without a live QEMU, and those that are undone. */
final class CrashOperations {
    private static final Map<String, Object> RUNNING = Map.of("start", true);
    private static final Map<String, Object> NONE = Map.of();
    private static final Map<String, Object> FORCE = Map.of("force", true);
    private static final Map<String, Object> IMPATIENT = Map.of("timeoutSeconds", 1);
    private static final long GROWN = 2 << 20;

    private CrashOperations() {}

    static List<CrashOperation> all() {
        return Stream.of(
                        vms(),
                        disks(),
                        plugs(),
                        templates(),
                        CrashRepairs.all(),
                        CrashNetworks.all(),
                        CrashNics.all(),
                        CrashImages.all(),
                        CrashCdroms.all(),
                        undone())
                .flatMap(s -> s)
                .toList();
    }

    private static Stream<CrashOperation> vms() {
        Map<String, Object> withDisk = Map.of("diskSizeBytes", 1 << 20);
        Map<String, Object> withAll = Map.of("diskSizeBytes", 1 << 20, "start", true);
        return Stream.of(
                new CrashOperation("create", "vm.create", scene -> create(scene, NONE, "stopped")),
                new CrashOperation(
                        "create-disk", "vm.create", scene -> create(scene, withDisk, "stopped")),
                new CrashOperation(
                        "create-start", "vm.create", scene -> create(scene, withAll, "running")),
                act("start", withDisk, "start", NONE, "running"),
                act("stop", RUNNING, "stop", IMPATIENT, "stopped"),
                act("stop-force", RUNNING, "stop", FORCE, "stopped"),
                act("restart", RUNNING, "restart", IMPATIENT, "running"),
                act("pause", RUNNING, "pause", NONE, "paused"),
                new CrashOperation("resume", "vm.resume", CrashOperations::resume),
                act("reset", RUNNING, "reset", NONE, "running"),
                new CrashOperation("change", "vm.change", CrashOperations::rename),
                new CrashOperation("delete", "vm.delete", scene -> delete(scene, withDisk, "")),
                new CrashOperation(
                        "delete-force",
                        "vm.delete",
                        scene -> delete(scene, withAll, "?force=true")));
    }

    private static CrashOperation.Try create(
            CrashScene scene, Map<String, Object> fields, String wanted) {
        String name = SharedDaemon.newName("made");
        Map<String, Object> body = new java.util.HashMap<>(fields);
        body.putAll(Map.of("name", name, "memoryMib", 64));
        return new CrashOperation.Try(
                () -> api(scene).post("vms", body), () -> read(scene, "vms/" + name), wanted);
    }

    private static CrashOperation act(
            String name,
            Map<String, Object> vm,
            String action,
            Map<String, Object> body,
            String wanted) {
        return new CrashOperation(
                name, "vm." + action, scene -> act(scene.vm(vm), action, body, wanted));
    }

    private static CrashOperation.Try act(
            Vm vm, String action, Map<String, Object> body, String wanted) {
        return new CrashOperation.Try(() -> vm.act(action, body), vm::state, wanted);
    }

    private static CrashOperation.Try resume(CrashScene scene) {
        Vm vm = scene.vm(RUNNING);
        var _ = vm.act("pause").ok();
        return act(vm, "resume", NONE, "running");
    }

    private static CrashOperation.Try rename(CrashScene scene) {
        Vm vm = scene.vm(NONE);
        String name = SharedDaemon.newName("other");
        return new CrashOperation.Try(
                () -> api(scene).patch("vms/" + vm.id(), Map.of("name", name)),
                () -> vm.read().path("name").asText(),
                name);
    }

    private static CrashOperation.Try delete(
            CrashScene scene, Map<String, Object> fields, String query) {
        Vm vm = scene.vm(fields);
        String path = "vms/" + vm.id();
        return new CrashOperation.Try(
                () -> api(scene).delete(path + query), () -> read(scene, path), "404");
    }

    private static Stream<CrashOperation> disks() {
        return Stream.of(
                new CrashOperation("disk-create", "disk.create", CrashOperations::createDisk),
                new CrashOperation("disk-grow", "disk.change", scene -> grow(scene.disk())),
                new CrashOperation("disk-grow-hot", "disk.change", scene -> grow(plugged(scene))),
                new CrashOperation("disk-delete", "disk.delete", CrashOperations::deleteDisk));
    }

    private static CrashOperation.Try createDisk(CrashScene scene) {
        String name = SharedDaemon.newName("disk");
        return new CrashOperation.Try(
                () -> api(scene).post("disks", Map.of("name", name, "sizeBytes", 1 << 20)),
                () -> read(scene, "disks/" + name),
                "available");
    }

    private static CrashOperation.Try grow(TestDisk disk) {
        return new CrashOperation.Try(
                () -> disk.grow(GROWN),
                () -> disk.read().path("sizeBytes").asText(),
                Long.toString(GROWN));
    }

    private static TestDisk plugged(CrashScene scene) {
        TestDisk disk = scene.disk();
        var _ = disk.attach(scene.vm(RUNNING), "scsi").ok();
        return disk;
    }

    private static CrashOperation.Try deleteDisk(CrashScene scene) {
        TestDisk disk = scene.disk();
        return new CrashOperation.Try(disk::delete, () -> read(scene, "disks/" + disk.id()), "404");
    }

    private static Stream<CrashOperation> plugs() {
        return Stream.of(
                new CrashOperation("attach", "disk.attach", scene -> attach(scene, NONE, "virtio")),
                new CrashOperation(
                        "attach-virtio", "disk.attach", scene -> attach(scene, RUNNING, "virtio")),
                new CrashOperation(
                        "attach-scsi", "disk.attach", scene -> attach(scene, RUNNING, "scsi")),
                new CrashOperation(
                        "detach", "disk.detach", scene -> detach(scene, NONE, "virtio", NONE)),
                new CrashOperation(
                        "detach-scsi",
                        "disk.detach",
                        scene -> detach(scene, RUNNING, "scsi", NONE)),
                new CrashOperation(
                        "detach-force",
                        "disk.detach",
                        scene -> detach(scene, RUNNING, "virtio", FORCE)));
    }

    private static CrashOperation.Try attach(
            CrashScene scene, Map<String, Object> fields, String bus) {
        TestDisk disk = scene.disk();
        Vm vm = scene.vm(fields);
        return new CrashOperation.Try(
                () -> disk.attach(vm, bus), () -> holder(disk), vm.id().toString());
    }

    private static CrashOperation.Try detach(
            CrashScene scene, Map<String, Object> fields, String bus, Map<String, Object> how) {
        TestDisk disk = scene.disk();
        var _ = disk.attach(scene.vm(fields), bus).ok();
        return new CrashOperation.Try(() -> disk.act("detach", how), () -> holder(disk), "null");
    }

    private static String holder(TestDisk disk) {
        return disk.read().path("vm").asText();
    }

    private static Stream<CrashOperation> templates() {
        BiFunction<CrashScene, String, String> path = (_, name) -> "templates/" + name;
        return Stream.of(
                new CrashOperation(
                        "template-create",
                        "template.create",
                        scene -> {
                            String name = SharedDaemon.newName("tpl");
                            return new CrashOperation.Try(
                                    () -> template(scene, name),
                                    () -> field(scene, path.apply(scene, name), "name"),
                                    name);
                        }),
                new CrashOperation(
                        "template-change",
                        "template.change",
                        scene -> {
                            String name = SharedDaemon.newName("tpl");
                            String at = path.apply(scene, name);
                            var _ = template(scene, name).ok();
                            return new CrashOperation.Try(
                                    () -> api(scene).patch(at, Map.of("cpus", 3)),
                                    () -> field(scene, at, "cpus"),
                                    "3");
                        }),
                new CrashOperation(
                        "template-delete",
                        "template.delete",
                        scene -> {
                            String name = SharedDaemon.newName("tpl");
                            String at = path.apply(scene, name);
                            var _ = template(scene, name).ok();
                            return new CrashOperation.Try(
                                    () -> api(scene).delete(at), () -> read(scene, at), "404");
                        }));
    }

    private static Answer template(CrashScene scene, String name) {
        return api(scene).post("templates", Map.of("name", name, "cpus", 1, "memoryMib", 64));
    }

    /** Each fails before its last step, so that all of the others are undone. */
    private static Stream<CrashOperation> undone() {
        return Stream.of(
                new CrashOperation(
                        "create-undone",
                        "vm.create",
                        Optional.of("vm.create:root-disk/done"),
                        scene -> create(scene, Map.of("diskSizeBytes", 1 << 20), "404")),
                new CrashOperation(
                        "start-undone",
                        "vm.start",
                        Optional.of("vm.start:go/do"),
                        scene -> act(scene.vm(NONE), "start", NONE, "error")),
                new CrashOperation(
                        "disk-create-undone",
                        "disk.create",
                        Optional.of("disk.create:make/done"),
                        scene -> {
                            CrashOperation.Try made = createDisk(scene);
                            return new CrashOperation.Try(made.request(), made.outcome(), "404");
                        }),
                new CrashOperation(
                        "attach-undone",
                        "disk.attach",
                        Optional.of("disk.attach:plug/do"),
                        scene -> {
                            CrashOperation.Try plug = attach(scene, RUNNING, "scsi");
                            return new CrashOperation.Try(plug.request(), plug.outcome(), "null");
                        }));
    }

    private static Api api(CrashScene scene) {
        return scene.daemon().api();
    }

    /** The state of what lies there; the status where there is nothing. */
    private static String read(CrashScene scene, String path) {
        return field(scene, path, "state");
    }

    private static String field(CrashScene scene, String path, String name) {
        Answer answer = api(scene).get(path);
        JsonNode body = answer.body();
        return answer.status() == 200 ? body.path(name).asText() : "" + answer.status();
    }
}
