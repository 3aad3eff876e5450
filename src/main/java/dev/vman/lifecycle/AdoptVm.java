package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmFolder;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.operator.Operator;
import dev.vman.operator.VmFolders;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * {@code vm.adopt}: rows for a VM folder of ours that no row knows, from its manifest and its
 * process. The guest does not notice.
 */
@ApplicationScoped
class AdoptVm implements ActKind<AdoptVm.Payload> {
    static final String KIND = "vm.adopt";
    private final Vms vms;
    private final AdoptableManifests adoptable;
    private final AdoptedRows rows;
    private final Operator operator;
    private final StorageLayout layout;
    private final Manifests manifests;

    AdoptVm(
            Vms vms,
            AdoptableManifests adoptable,
            AdoptedRows rows,
            Operator operator,
            StorageLayout layout,
            Manifests manifests) {
        this.vms = vms;
        this.adoptable = adoptable;
        this.rows = rows;
        this.operator = operator;
        this.layout = layout;
        this.manifests = manifests;
    }

    /** The request, with the disks that the manifest claimed. */
    record Payload(UUID vm, Set<UUID> disks) {
        static Payload of(Manifest manifest) {
            return new Payload(
                    manifest.id(),
                    manifest.disks().stream()
                            .map(Manifest.DiskEntry::id)
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Adopt(payload);
    }

    private final class Adopt implements Act {
        private final Payload payload;

        Adopt(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            Set<UUID> holds = new HashSet<>(payload.disks());
            holds.add(payload.vm());
            return holds;
        }

        @Override
        public boolean settled() {
            return vms.findByIdOptional(payload.vm()).isPresent();
        }

        @Override
        public void admit() {
            rows.requireFree(manifest());
        }

        /** Only what is held may be claimed. */
        private Manifest manifest() {
            Manifest manifest = adoptable.require(payload.vm());
            if (!Payload.of(manifest).equals(payload)) {
                throw new Failure.Conflict(
                        "manifest-changed",
                        "The manifest of VM '" + manifest.name() + "' was changed meanwhile.",
                        "Repeat the request.");
            }
            return manifest;
        }

        @Override
        public List<Step> steps() {
            return List.of(
                    SimpleStep.of("folder", this::ownFolder), SimpleStep.of("hold", this::hold));
        }

        /** Who may pass through it may have been lost with a copy of the storage. */
        private void ownFolder() {
            Integer uid = manifest().uid();
            OptionalInt owner = uid == null ? OptionalInt.empty() : OptionalInt.of(uid);
            VmFolder folder = layout.vm(payload.vm());
            VmFolders.make(folder, owner);
            VmFolders.shareFiles(folder, owner);
        }

        private void hold() {
            switch (operator.find(payload.vm())) {
                case Presence.Present<ProcessIdentity>(ProcessIdentity found) -> {
                    var _ = operator.hold(payload.vm(), found);
                }
                case Presence.Absent<ProcessIdentity> _ -> operator.release(payload.vm());
                case Presence.Unknown<ProcessIdentity>(String reason) ->
                        throw Failure.Unavailable.now(
                                "process-unknown",
                                "It can't be told whether a QEMU of this VM runs: " + reason,
                                "End all of them but one.");
            }
        }

        /** Rows and events at once: nobody sees half a VM. */
        @Override
        public void succeed() {
            MachineSight sight = MachineSight.of(operator.held(payload.vm()));
            Vm _ = rows.add(manifest(), sight);
        }

        @Override
        public void fail(Failure why) {}

        @Override
        public void ended() {
            manifests.refreshSoon(payload.vm());
        }
    }
}
