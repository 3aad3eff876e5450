package dev.vman.reconciler;

import dev.vman.lifecycle.OrphanProcess;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** What would cure a finding. */
sealed interface RepairAction {
    /** The action's name that can be undone. */
    String QUARANTINE = "quarantine";

    /** The file, folder, link or socket is moved into the quarantine folder. */
    record Quarantine(Path path, String why) implements RepairAction {}

    /** A QEMU of ours that no row knows is ended. */
    record StopProcess(OrphanProcess process) implements RepairAction {}

    /** A VM that no row knows gets its rows again, from its manifest. */
    record AdoptVm(UUID vm) implements RepairAction {}

    /** The disk's record follows what the VM's QEMU has plugged. */
    record AlignDisk(UUID disk, UUID vm) implements RepairAction {}

    /** The record of the VM's CD-ROM drive follows what its QEMU has. */
    record AlignCdrom(UUID vm) implements RepairAction {}

    /** The VM is looked at, which corrects its record. */
    record Look(UUID vm) implements RepairAction {}

    /** Bridge, filters, taps and DHCP of the network follow its rows. */
    record ApplyNetwork(UUID network) implements RepairAction {}

    /** The repairs that wait for a person go on. */
    record ReleaseBatch() implements RepairAction {}

    /** VMAN has no repair: the sentence says what a person can do. */
    record ByHand(String remedy) implements RepairAction {}

    /** It is none of VMAN's business. */
    record Leave() implements RepairAction {}

    /** Whether something would be ended or moved away. */
    default boolean destructive() {
        return switch (this) {
            case Quarantine _, StopProcess _, ReleaseBatch _ -> true;
            case AdoptVm _, AlignDisk _, AlignCdrom _, Look _, ApplyNetwork _ -> false;
            case ByHand _, Leave _ -> false;
        };
    }

    /** Whether the reconciler may do it under the policy {@code repair}. */
    default boolean automatic() {
        return switch (this) {
            case Quarantine _, StopProcess _, AdoptVm _, AlignDisk _ -> true;
            case AlignCdrom _, Look _, ApplyNetwork _ -> true;
            case ReleaseBatch _, ByHand _, Leave _ -> false;
        };
    }

    /** For people; empty where there is nothing to be done by anybody. */
    default Optional<Repair> describe() {
        return switch (this) {
            case Quarantine(Path path, String _) ->
                    repair(
                            QUARANTINE,
                            "Move " + path + " into the quarantine folder; undo brings it back.");
            case StopProcess(OrphanProcess process) ->
                    repair(
                            "stop-process",
                            "End process "
                                    + process.pid()
                                    + ": it carries this storage's name, and no VM's record knows"
                                    + " it.");
            case AdoptVm(UUID vm) ->
                    repair("adopt-vm", "Record VM " + vm + " again, as its manifest says.");
            case AlignDisk _ ->
                    repair(
                            "align-disk",
                            "The disk's record follows what its VM's QEMU has plugged.");
            case AlignCdrom _ ->
                    repair(
                            "align-cdrom",
                            "The record of the CD-ROM drive follows what the VM's QEMU has.");
            case Look _ ->
                    repair("correct-record", "The VM's record follows what its process says.");
            case ApplyNetwork _ ->
                    repair(
                            "apply-network",
                            "Bring filters, bridge, taps and DHCP of the network back as wanted;"
                                    + " guests don't notice.");
            case ReleaseBatch _ ->
                    repair(
                            "release-batch",
                            "Let exactly those repairs go on that ?dryRun=true has shown.");
            case ByHand(String remedy) -> repair("by-hand", remedy);
            case Leave _ -> Optional.empty();
        };
    }

    private Optional<Repair> repair(String action, String description) {
        return Optional.of(new Repair(action, destructive(), description));
    }
}
