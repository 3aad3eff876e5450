package dev.vman.it;

import static dev.vman.it.CrashFindings.isOf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.operator.DriveSpec;
import dev.vman.qmp.QmpClient;
import java.time.Duration;
import java.util.Map;

/** Disks that a person plugs and pulls over the spare socket. */
final class CrashAlignments {
    private static final Duration QMP = Duration.ofSeconds(10);

    private CrashAlignments() {}

    static CrashOperation.Try pulled(CrashScene scene) {
        TestDisk disk = scene.disk();
        Vm vm = scene.vm(Map.of("start", true));
        var _ = disk.attach(vm, "scsi").ok();
        scene.byHand().changed(disk.id());
        try (QmpClient qmp = vm.spareQmp()) {
            Map<String, String> device = Map.of("id", DriveSpec.deviceId(disk.id()));
            JsonNode _ = qmp.execute("device_del", device, QMP);
        }
        return alignment(scene, disk, vm, "null without a node, repaired");
    }

    static CrashOperation.Try plugged(CrashScene scene) {
        TestDisk disk = scene.disk();
        Vm vm = scene.vm(Map.of("start", true));
        scene.byHand().changed(disk.id());
        scene.byHand().openTo(vm.process(), disk.file());
        disk.plugByHand(vm);
        return alignment(scene, disk, vm, vm.id() + " with a node, repaired");
    }

    private static CrashOperation.Try alignment(
            CrashScene scene, TestDisk disk, Vm vm, String wanted) {
        CrashFindings findings = scene.findings();
        String finding = findings.open("disk-state-mismatch", isOf(disk));
        return new CrashOperation.Try(
                () -> findings.repair(finding),
                () -> holderAndNode(disk, vm) + ", " + findings.stateOf(finding),
                wanted);
    }

    /** Whose it is by its row, and whether QEMU has its file open. */
    private static String holderAndNode(TestDisk disk, Vm vm) {
        boolean node = vm.ask("query-named-block-nodes").toString().contains(disk.node());
        return disk.read().path("vm").asText() + (node ? " with" : " without") + " a node";
    }
}
