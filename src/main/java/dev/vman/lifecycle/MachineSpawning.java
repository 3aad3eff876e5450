package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.host.Presence;
import dev.vman.operator.CdromMedium;
import dev.vman.operator.CdromSpec;
import dev.vman.operator.DiskFiles;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.MachineSpec;
import dev.vman.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.UUID;

/** Makes a VM's process, whose guest does not run yet, once everything that it needs is there. */
@ApplicationScoped
class MachineSpawning {
    private final Operator operator;
    private final DiskFiles diskFiles;
    private final AppliedNetworks networks;

    MachineSpawning(Operator operator, DiskFiles diskFiles, AppliedNetworks networks) {
        this.operator = operator;
        this.diskFiles = diskFiles;
        this.networks = networks;
    }

    /**
     * Once it returns, the operator holds the machine. Throws {@link Failure} where none could be
     * made.
     */
    void spawn(UUID vm, MachineSpec spec) {
        spec.drives().forEach(this::requireFile);
        spec.cdrom().flatMap(CdromSpec::medium).ifPresent(this::requireMedium);
        if (spec.onBridges()) {
            // What a start that fails had made here goes with its addresses, once it has failed.
            networks.applyOf(vm);
        }
        operator.prepare(spec);
        operator.hold(vm, operator.spawn(spec));
    }

    private void requireFile(DriveSpec drive) {
        Presence<Path> file = diskFiles.look(drive.disk(), drive.format());
        if (!file.isPresent()) {
            throw new Failure.Invalid(
                    "start-failed",
                    "The file of disk " + drive.disk() + " is missing: " + drive.file(),
                    "Put the file back, or detach or delete the disk.");
        }
        drive.image()
                .filter(image -> !diskFiles.hasImage(image))
                .ifPresent(MachineSpawning::refuse);
    }

    private void requireMedium(CdromMedium medium) {
        if (!diskFiles.hasImage(medium.file())) {
            throw new Failure.Invalid(
                    "start-failed",
                    "The image in the CD-ROM drive is missing: " + medium.file(),
                    "Put the file back, or take it out of the drive.");
        }
    }

    private static void refuse(Path image) {
        throw new Failure.Invalid(
                "start-failed",
                "The image that a disk is an overlay of is missing: " + image,
                "Put the file back. Nothing else can take its place.");
    }
}
