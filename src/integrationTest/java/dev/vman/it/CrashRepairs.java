package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.operator.DriveSpec;
import dev.vman.qmp.QmpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Repairs of what a person has changed beside the daemon, each asked for through its finding. */
final class CrashRepairs {
    private static final Duration FOUND = Duration.ofMinutes(1);
    private static final Duration QMP = Duration.ofSeconds(10);

    private CrashRepairs() {}

    static Stream<CrashOperation> all() {
        return Stream.of(
                new CrashOperation("quarantine", "file.quarantine", CrashRepairs::quarantine),
                new CrashOperation(
                        "quarantine-undone",
                        "file.quarantine",
                        Optional.of("file.quarantine:close/do"),
                        CrashRepairs::quarantineThatFails),
                new CrashOperation("restore", "file.restore", CrashRepairs::restore),
                new CrashOperation("adopt", "vm.adopt", CrashRepairs::adopt),
                new CrashOperation("end-orphan", "process.stop", CrashRepairs::endOrphan),
                new CrashOperation("align-pulled", "disk.align", CrashRepairs::alignPulled));
    }

    private static CrashOperation.Try quarantine(CrashScene scene) {
        Path file = scene.byHand().strangeFile();
        String finding = strange(scene, file);
        return new CrashOperation.Try(
                () -> repair(scene, finding),
                () -> scene.byHand().whereabouts(file) + ", " + stateOf(scene, finding),
                "in quarantine, noted, repaired");
    }

    /** A pass may have seen the file away, and resolved the finding; then the next has another. */
    private static CrashOperation.Try quarantineThatFails(CrashScene scene) {
        Path file = scene.byHand().strangeFile();
        String finding = strange(scene, file);
        return new CrashOperation.Try(
                () -> repair(scene, finding),
                () -> {
                    pass(scene);
                    return scene.byHand().whereabouts(file) + reported(scene, finding, file);
                },
                "in disks, reported");
    }

    private static CrashOperation.Try restore(CrashScene scene) {
        Path file = scene.byHand().strangeFile();
        String finding = strange(scene, file);
        var _ = repair(scene, finding).ok();
        awaitRepaired(scene, finding);
        return new CrashOperation.Try(
                () -> act(scene, finding, "undo"),
                () -> scene.byHand().whereabouts(file) + reported(scene, finding, file),
                "in disks, reported");
    }

    private static String strange(CrashScene scene, Path file) {
        return finding(scene, "orphan-disk", isAt(file));
    }

    private static void awaitRepaired(CrashScene scene, String finding) {
        Waiting.until(
                FOUND, "the finding is repaired", () -> stateOf(scene, finding).equals("repaired"));
    }

    /** Whether a finding tells of the file: the same as before, or one that a pass made earlier. */
    private static String reported(CrashScene scene, String finding, Path file) {
        String _ = stateOf(scene, finding);
        return api(scene)
                        .items("findings?limit=1000&state=open&kind=orphan-disk")
                        .anyMatch(isAt(file))
                ? ", reported"
                : "";
    }

    /** Asking for it lets the daemon write down how its repair has ended. */
    private static String stateOf(CrashScene scene, String finding) {
        return api(scene).get("findings/" + finding).ok().path("state").asText();
    }

    /** Its folder comes back without a row, as after the loss of a database. */
    private static CrashOperation.Try adopt(CrashScene scene) {
        Vm vm = scene.vm(Map.of());
        byte[] manifest = manifest(vm);
        var _ = vm.delete().is(204);
        scene.byHand().folderAgain(vm.id(), manifest);
        String finding = finding(scene, "leftover-file", isAt(vm.folder()));
        return new CrashOperation.Try(
                () -> repair(scene, finding),
                () -> stateOf(scene, vm.id()) + ", " + stateOf(scene, finding),
                "stopped, repaired");
    }

    private static byte[] manifest(Vm vm) {
        try {
            return Files.readAllBytes(vm.folder().resolve("manifest.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stateOf(CrashScene scene, UUID vm) {
        Answer answer = api(scene).get("vms/" + vm);
        return answer.status() == 200 ? answer.body().path("state").asText() : "" + answer.status();
    }

    private static CrashOperation.Try endOrphan(CrashScene scene) {
        Process orphan = scene.byHand().orphan();
        String finding =
                finding(
                        scene,
                        "orphan-process",
                        found -> found.path("subject").path("pid").asLong() == orphan.pid());
        return new CrashOperation.Try(
                () -> repair(scene, finding),
                () -> (orphan.isAlive() ? "runs, " : "gone, ") + stateOf(scene, finding),
                "gone, repaired");
    }

    /** Pulled, not plugged: QEMU's user cannot open what a person would plug into it. */
    private static CrashOperation.Try alignPulled(CrashScene scene) {
        TestDisk disk = scene.disk();
        Vm vm = scene.vm(Map.of("start", true));
        var _ = disk.attach(vm, "scsi").ok();
        scene.byHand().changed(disk.id());
        try (QmpClient qmp = vm.spareQmp()) {
            Map<String, String> device = Map.of("id", DriveSpec.deviceId(disk.id()));
            JsonNode _ = qmp.execute("device_del", device, QMP);
        }
        String finding =
                finding(
                        scene,
                        "disk-state-mismatch",
                        found ->
                                found.path("subject")
                                        .path("id")
                                        .asText()
                                        .equals(disk.id().toString()));
        return new CrashOperation.Try(
                () -> repair(scene, finding),
                () -> holderAndNode(disk, vm) + ", " + stateOf(scene, finding),
                "null without a node, repaired");
    }

    /** Whose it is by its row, and whether QEMU still has its file open. */
    private static String holderAndNode(TestDisk disk, Vm vm) {
        boolean node = vm.ask("query-named-block-nodes").toString().contains(disk.node());
        return disk.read().path("vm").asText() + (node ? " with" : " without") + " a node";
    }

    private static Predicate<JsonNode> isAt(Path path) {
        return found -> found.path("subject").path("path").asText().equals(path.toString());
    }

    /** Passes are made until there is one that is open; returns its id. */
    private static String finding(CrashScene scene, String kind, Predicate<JsonNode> which) {
        String open = "findings?limit=1000&state=open&kind=" + kind;
        return Waiting.forValue(
                FOUND,
                () -> "a finding " + kind + " among " + api(scene).get(open).body(),
                () -> {
                    pass(scene);
                    return api(scene)
                            .items(open)
                            .filter(which)
                            .map(found -> found.path("id").asText())
                            .findFirst();
                });
    }

    private static void pass(CrashScene scene) {
        var _ = api(scene).post("observer/actions/run", Map.of()).ok();
    }

    private static Answer repair(CrashScene scene, String finding) {
        return act(scene, finding, "repair");
    }

    private static Answer act(CrashScene scene, String finding, String action) {
        return api(scene).post("findings/" + finding + "/actions/" + action, Map.of());
    }

    private static Api api(CrashScene scene) {
        return scene.daemon().api();
    }
}
