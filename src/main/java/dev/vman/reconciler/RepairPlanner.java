package dev.vman.reconciler;

import dev.vman.lifecycle.OrphanProcess;
import dev.vman.observer.Subject;
import dev.vman.reconciler.RepairAction.AdoptVm;
import dev.vman.reconciler.RepairAction.AlignCdrom;
import dev.vman.reconciler.RepairAction.AlignDisk;
import dev.vman.reconciler.RepairAction.ByHand;
import dev.vman.reconciler.RepairAction.Leave;
import dev.vman.reconciler.RepairAction.Look;
import dev.vman.reconciler.RepairAction.Quarantine;
import dev.vman.reconciler.RepairAction.StopProcess;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * From a finding to its cure; pure. A plan is a wish: the act that carries it out reads the world
 * again, and refuses where the evidence is not true any more or can't be told.
 */
final class RepairPlanner {
    private static final ByHand UNTOLD =
            new ByHand("The finding says too little to be repaired; look at its subject.");

    private static final Pattern ISO_IMAGE = Pattern.compile(".*/images/[0-9a-f-]{36}\\.iso");

    private RepairPlanner() {}

    static RepairAction plan(FindingCase finding) {
        return switch (finding.kind()) {
            case VM_STATE_MISMATCH -> finding.vm().<RepairAction>map(Look::new).orElse(UNTOLD);
            case ORPHAN_PROCESS -> orphanProcess(finding);
            case MISSING_DISK ->
                    new ByHand(
                            "Put the file back where it was; the disk heals by itself. Or delete"
                                    + " the disk.");
            case BASE_IMAGE_MISSING ->
                    new ByHand(
                            "Put the very file back: disks that lean on it are of no use without.");
            case IMAGE_CHANGED ->
                    new ByHand(
                            "Put the file back as it was (a backup, with its time). Disks that lean on"
                                    + " it were written against the old one.");
            case ORPHAN_DISK -> quarantine(finding, "No disk is recorded for it.");
            case DISK_STATE_MISMATCH -> diskStateMismatch(finding);
            case NIC_STATE_MISMATCH ->
                    new ByHand(
                            finding.says("plugged", false)
                                    ? "Remove the NIC through the API, or restart the VM: it starts"
                                            + " with it."
                                    : "Undo what was done beside VMAN (device_del, netdev_del), or"
                                            + " restart the VM: it starts with its recorded NICs.");
            case VM_UNREACHABLE ->
                    new ByHand(
                            "It heals when QEMU answers again; a forced stop ends it for certain.");
            case LEFTOVER_FILE -> leftover(finding);
            case OPERATION_INTERRUPTED ->
                    new ByHand(
                            "Look at the resource, and repeat the request if it is not as wanted.");
            case NETWORK_MISSING, ORPHAN_TAP, ORPHAN_LEASE, ADDRESS_MISMATCH -> network(finding);
            case REPAIR_LIMIT -> new RepairAction.ReleaseBatch();
        };
    }

    private static RepairAction network(FindingCase finding) {
        return finding.text("networkId")
                .map(UUID::fromString)
                .<RepairAction>map(RepairAction.ApplyNetwork::new)
                .orElse(UNTOLD);
    }

    private static RepairAction orphanProcess(FindingCase finding) {
        if (!finding.says("ours", true) || finding.vm().isEmpty()) {
            return new Leave();
        }
        UUID vm = finding.vm().get();
        if (finding.known().manifest() && !finding.known().recorded()) {
            return new AdoptVm(vm);
        }
        return process(vm, finding).<RepairAction>map(StopProcess::new).orElse(UNTOLD);
    }

    private static Optional<OrphanProcess> process(UUID vm, FindingCase finding) {
        return finding.text("bootId")
                .flatMap(boot ->
                        finding.number("pid")
                                .flatMap(pid ->
                                        finding.number("startTicks")
                                                .map(at -> new OrphanProcess(vm, boot, pid, at))));
    }

    private static RepairAction diskStateMismatch(FindingCase finding) {
        if (finding.evidence().containsKey("corrupt")) {
            return new ByHand(
                    "Bring the file back to what is recorded (a backup, or qemu-img check -r, resize,"
                            + " rebase); VMAN never changes what is in it.");
        }
        if (isCdromOfOurs(finding)) {
            return finding.vm().<RepairAction>map(AlignCdrom::new).orElse(UNTOLD);
        }
        Subject subject = finding.subject();
        UUID disk = subject.id();
        boolean unplugged = finding.says("plugged", false);
        boolean pluggedAsOurs =
                finding.says("plugged", true)
                        && finding.says("recorded", "available")
                        && finding.says("device", "disk-" + disk)
                        && finding.says("path", String.valueOf(subject.path()));
        boolean aligns = subject.type().equals("disk") && (unplugged || pluggedAsOurs);
        if (disk == null || finding.vm().isEmpty() || !aligns) {
            return new ByHand(
                    "Attach or detach the disk through the API, or undo what was done beside it.");
        }
        return new AlignDisk(disk, finding.vm().get());
    }

    /** A drive that is not there, is empty, or has an image in it that may be one of VMAN's. */
    private static boolean isCdromOfOurs(FindingCase finding) {
        return finding.says("device", "cdrom0")
                && finding.text("path")
                        .filter(path -> path.isEmpty() || ISO_IMAGE.matcher(path).matches())
                        .isPresent();
    }

    /** The folder of a VM may still be a VM. */
    private static RepairAction leftover(FindingCase finding) {
        boolean vmFolder = finding.vm().isPresent() && finding.says("found", "folder");
        if (vmFolder && finding.known().orphanRuns()) {
            return new ByHand(
                    "A QEMU process runs from it: see the finding orphan-process of this VM.");
        }
        if (vmFolder && finding.known().manifest() && !finding.known().recorded()) {
            return new AdoptVm(finding.vm().get());
        }
        return quarantine(finding, "Nothing that is recorded uses it.");
    }

    private static RepairAction quarantine(FindingCase finding, String why) {
        String path = finding.subject().path();
        return path == null ? UNTOLD : new Quarantine(Path.of(path), why);
    }
}
