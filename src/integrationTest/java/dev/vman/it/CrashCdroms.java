package dev.vman.it;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.qmp.QmpClient;
import dev.vman.qmp.QmpCommandFailed;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Operations on CD-ROM drives. */
final class CrashCdroms {
    private static final Map<String, Object> RUNNING = Map.of("start", true);
    private static final Map<String, Object> DRIVE = Map.of("id", "cdrom0");
    private static final Duration QMP = Duration.ofSeconds(10);

    private CrashCdroms() {}

    static Stream<CrashOperation> all() {
        return Stream.of(
                new CrashOperation("create-with-cdrom", "vm.create", CrashCdroms::create),
                new CrashOperation("cdrom-insert", "vm.cdrom", CrashCdroms::insertCold),
                new CrashOperation(
                        "cdrom-insert-hot", "vm.cdrom", scene -> insert(scene, scene.vm(RUNNING))),
                new CrashOperation(
                        "cdrom-change-hot", "vm.cdrom", scene -> insert(scene, loaded(scene))),
                new CrashOperation("cdrom-eject-hot", "vm.cdrom", CrashCdroms::eject),
                new CrashOperation(
                        "cdrom-change-undone",
                        "vm.cdrom",
                        Optional.of("vm.cdrom:load/done"),
                        CrashCdroms::changeThatFails),
                new CrashOperation(
                        "cdrom-insert-undone",
                        "vm.cdrom",
                        Optional.of("vm.cdrom:load/done"),
                        CrashCdroms::insertThatFails),
                new CrashOperation("cdrom-align", "cdrom.align", CrashCdroms::align));
    }

    private static CrashOperation.Try create(CrashScene scene) {
        String name = SharedDaemon.newName("made");
        TestIso iso = TestIso.create(scene.daemon());
        Map<String, Object> body =
                Map.ofEntries(
                        entry("name", name),
                        entry("memoryMib", 64),
                        entry("cdrom", iso.name()),
                        entry("start", true));
        return new CrashOperation.Try(
                () -> scene.daemon().api().post("vms", body),
                () -> scene.daemon().api().get("vms/" + name).body().path("state").asText(),
                "running");
    }

    private static CrashOperation.Try insertCold(CrashScene scene) {
        Vm vm = scene.vm(Map.of());
        TestIso iso = TestIso.create(scene.daemon());
        return new CrashOperation.Try(() -> put(vm, iso), () -> TestIso.recordedIn(vm), iso.name());
    }

    private static CrashOperation.Try insert(CrashScene scene, Vm vm) {
        TestIso iso = TestIso.create(scene.daemon());
        return new CrashOperation.Try(() -> put(vm, iso), () -> TestIso.drive(vm), iso.name());
    }

    private static CrashOperation.Try eject(CrashScene scene) {
        Vm vm = loaded(scene);
        return new CrashOperation.Try(
                () -> scene.daemon().api().delete(path(vm)), () -> TestIso.drive(vm), "nothing");
    }

    private static CrashOperation.Try changeThatFails(CrashScene scene) {
        Vm vm = loaded(scene);
        String before = TestIso.recordedIn(vm);
        TestIso iso = TestIso.create(scene.daemon());
        return new CrashOperation.Try(() -> put(vm, iso), () -> TestIso.drive(vm), before);
    }

    private static CrashOperation.Try insertThatFails(CrashScene scene) {
        CrashOperation.Try insert = insert(scene, scene.vm(RUNNING));
        return new CrashOperation.Try(insert.request(), insert.outcome(), "no drive");
    }

    /** Somebody takes it out over the spare socket, and the record has to follow. */
    private static CrashOperation.Try align(CrashScene scene) {
        Vm vm = loaded(scene);
        scene.byHand().changed(vm.id());
        ejectByHand(vm);
        CrashFindings findings = scene.findings();
        String finding =
                findings.open(
                        "disk-state-mismatch",
                        found ->
                                found.path("subject")
                                        .path("id")
                                        .asText()
                                        .equals(vm.id().toString()));
        return new CrashOperation.Try(
                () -> findings.repair(finding),
                () -> TestIso.drive(vm) + ", " + findings.stateOf(finding),
                "nothing, repaired");
    }

    static void ejectByHand(Vm vm) {
        try (QmpClient qmp = vm.spareQmp()) {
            Waiting.until(QMP, "the tray stays open", () -> takeOut(qmp));
            JsonNode _ = qmp.execute("blockdev-close-tray", DRIVE, QMP);
        }
    }

    /** False when firmware that was just starting has reset the drive, which closes the tray. */
    private static boolean takeOut(QmpClient qmp) {
        try {
            JsonNode _ =
                    qmp.execute("blockdev-open-tray", Map.of("id", "cdrom0", "force", true), QMP);
            JsonNode _ = qmp.execute("blockdev-remove-medium", DRIVE, QMP);
            return true;
        } catch (QmpCommandFailed e) {
            return false;
        }
    }

    /** A running VM with something in its drive. */
    private static Vm loaded(CrashScene scene) {
        TestIso iso = TestIso.create(scene.daemon());
        return scene.vm(Map.of("start", true, "cdrom", iso.name()));
    }

    private static Answer put(Vm vm, TestIso iso) {
        return vm.daemon().api().put(path(vm), Map.of("image", iso.name()));
    }

    private static String path(Vm vm) {
        return "vms/" + vm.id() + "/cdrom";
    }
}
