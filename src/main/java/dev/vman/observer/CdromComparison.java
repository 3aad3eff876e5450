package dev.vman.observer;

import static dev.vman.observer.WorldComparison.evidence;

import dev.vman.inventory.ImageKind;
import dev.vman.inventory.StorageLayout;
import dev.vman.observer.WorldComparison.Collected;
import dev.vman.observer.WorldReading.CdromRow;
import dev.vman.observer.WorldReading.VmRow;
import dev.vman.operator.CdromSight;
import dev.vman.operator.LiveDevices.BlockDevice;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A VM's CD-ROM drive as recorded against the one that QEMU has; pure. */
final class CdromComparison {
    private CdromComparison() {}

    static boolean isDrive(BlockDevice device) {
        return device.device().equals(CdromSight.DEVICE);
    }

    static void addTo(Collected found, StorageLayout layout, VmRow vm, List<BlockDevice> devices) {
        Optional<String> recorded = vm.cdrom().map(drive -> file(layout, drive));
        Optional<String> seen =
                devices.stream()
                        .filter(CdromComparison::isDrive)
                        .map(BlockDevice::file)
                        .findFirst();
        if (!recorded.equals(seen)) {
            found.add(difference(vm, recorded, seen));
        }
    }

    /** Empty where nothing lies in it. */
    private static String file(StorageLayout layout, CdromRow drive) {
        return drive.image().map(image -> layout.image(image, ImageKind.ISO).toString()).orElse("");
    }

    private static Difference difference(
            VmRow vm, Optional<String> recorded, Optional<String> seen) {
        return new Difference(
                FindingKind.DISK_STATE_MISMATCH,
                CdromSight.DEVICE + " " + vm.id(),
                Subject.row("vm", vm.id(), vm.name()),
                Optional.of(vm.id()),
                Set.of(vm.id()),
                evidence(
                        "recorded",
                        shown(recorded),
                        "seen",
                        shown(seen),
                        "device",
                        CdromSight.DEVICE,
                        "plugged",
                        seen.isPresent(),
                        "path",
                        seen.orElse("")));
    }

    private static String shown(Optional<String> drive) {
        return drive.map(file ->
                        file.isEmpty()
                                ? "an empty CD-ROM drive"
                                : "a CD-ROM drive with " + file + " in it")
                .orElse("no CD-ROM drive");
    }
}
