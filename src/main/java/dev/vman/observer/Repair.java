package dev.vman.observer;

import java.util.Optional;

/**
 * What would cure a finding.
 *
 * @param destructive something would be ended or moved away
 */
public record Repair(String action, boolean destructive, String description) {
    /** Empty where nothing is to be done by VMAN: a stranger's process is never touched. */
    public static Optional<Repair> of(Finding finding) {
        return switch (finding.kind) {
            case VM_STATE_MISMATCH ->
                    safe("correct-record", "The VM's record follows what its process says.");
            case ORPHAN_PROCESS ->
                    finding.severity == Severity.INFO
                            ? Optional.empty()
                            : destructive(
                                    "stop-process",
                                    "End the process: it carries this storage's name, and no VM's record knows it.");
            case MISSING_DISK ->
                    safe(
                            "restore-file",
                            "Put the file back where it was; the disk heals by itself. Or delete the disk.");
            case ORPHAN_DISK ->
                    destructive("quarantine", "Move the file out of the folder of disks.");
            case DISK_STATE_MISMATCH ->
                    finding.key.endsWith(ImageComparison.ABOUT)
                            ? safe(
                                    "restore-image",
                                    "Bring the file back to what is recorded (a backup, or qemu-img check -r, resize, rebase); VMAN never changes what is in it.")
                            : safe(
                                    "align",
                                    "Attach or detach the disk through the API, or undo what was done beside it.");
            case VM_UNREACHABLE ->
                    safe(
                            "wait",
                            "It heals when QEMU answers again; a forced stop ends it for certain.");
            case LEFTOVER_FILE ->
                    destructive("quarantine", "Move it out of the storage's folders.");
            case OPERATION_INTERRUPTED ->
                    safe(
                            "repeat",
                            "Look at the resource, and repeat the request if it is not as wanted.");
        };
    }

    private static Optional<Repair> safe(String action, String description) {
        return Optional.of(new Repair(action, false, description));
    }

    private static Optional<Repair> destructive(String action, String description) {
        return Optional.of(new Repair(action, true, description));
    }
}
