package dev.vman.it;

import static dev.vman.it.CrashFindings.isAt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;

/** VM folders without rows, as after the loss of a database: of deleted VMs, put back by hand. */
final class CrashAdoptions {
    private CrashAdoptions() {}

    static CrashOperation.Try folder(CrashScene scene) {
        Vm vm = scene.vm(Map.of());
        vm.awaitManifest(vm.name());
        KeptFile manifest = KeptFile.read(vm.manifest());
        var _ = vm.delete().is(204);
        scene.byHand().folderAgain(vm.id(), manifest);
        return adoption(scene, vm, "stopped, repaired");
    }

    static CrashOperation.Try folderAndDisk(CrashScene scene) {
        Vm vm = scene.vm(Map.of("diskSizeBytes", 1 << 20));
        TestDisk disk = rootDisk(scene, vm);
        vm.awaitManifest(disk.id().toString());
        KeptFile manifest = KeptFile.read(vm.manifest());
        KeptFile image = KeptFile.read(disk.file());
        var _ = vm.delete().is(204);
        scene.byHand().folderAgain(vm.id(), manifest);
        scene.byHand().diskAgain(disk.id(), image);
        return adoption(scene, vm, "stopped with " + disk.id() + ", repaired");
    }

    private static TestDisk rootDisk(CrashScene scene, Vm vm) {
        return scene.daemon()
                .api()
                .items("disks?limit=1000")
                .filter(disk -> disk.path("vm").asText().equals(vm.id().toString()))
                .map(disk -> UUID.fromString(disk.path("id").asText()))
                .map(id -> new TestDisk(scene.daemon(), id))
                .findFirst()
                .orElseThrow();
    }

    private static CrashOperation.Try adoption(CrashScene scene, Vm vm, String wanted) {
        CrashFindings findings = scene.findings();
        String finding = findings.open("leftover-file", isAt(vm.folder()));
        return new CrashOperation.Try(
                () -> findings.repair(finding),
                () -> rows(scene, vm) + ", " + findings.stateOf(finding),
                wanted);
    }

    /** Its state and its disks; the status where it has no row. */
    private static String rows(CrashScene scene, Vm vm) {
        Answer answer = scene.daemon().api().get("vms/" + vm.id());
        if (answer.status() != 200) {
            return "" + answer.status();
        }
        JsonNode row = answer.body();
        return scene.daemon()
                .api()
                .items("disks?limit=1000")
                .filter(disk -> disk.path("vm").asText().equals(vm.id().toString()))
                .map(disk -> " with " + disk.path("id").asText())
                .reduce(row.path("state").asText(), String::concat);
    }
}
