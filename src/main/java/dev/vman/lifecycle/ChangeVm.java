package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.MetadataRows;
import dev.vman.inventory.UniqueNames;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code vm.change}: name, labels, policies, metadata; cpus, memory, addresses and boot order of a
 * VM without a process.
 */
@ApplicationScoped
class ChangeVm implements ActKind<ChangeVm.Payload> {
    static final String KIND = "vm.change";
    private final Vms vms;
    private final NicValues nics;
    private final MetadataRows metadata;
    private final Manifests manifests;

    ChangeVm(Vms vms, NicValues nics, MetadataRows metadata, Manifests manifests) {
        this.vms = vms;
        this.nics = nics;
        this.metadata = metadata;
        this.manifests = manifests;
    }

    /** The request; {@code version} is the one that the caller saw. */
    record Payload(UUID vm, VmChange change, @Nullable Long version) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Change(payload);
    }

    /** Throws unless the VM may be changed so. */
    static void check(Vm vm, VmChange change) {
        if (change.touchesMachine() && vm.state.mayHaveProcess()) {
            throw VmAct.wrongState(
                    vm, "given other cpus, memory, addresses or boot order", "Stop it first.");
        }
    }

    private final class Change implements Act {
        private final Payload payload;

        Change(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.vm());
        }

        @Override
        public void admit() {
            Vm vm = vms.require(payload.vm());
            Versions.check(payload.version(), vm.version, "VM '" + vm.name + "'");
            check(vm, payload.change());
            nics.check(vm.id, nicChanges());
        }

        private List<NicChange> nicChanges() {
            return Objects.requireNonNullElse(payload.change().nics(), List.of());
        }

        @Override
        public List<Step> steps() {
            return List.of();
        }

        @Override
        public void succeed() {
            Vm vm = vms.require(payload.vm());
            apply(payload.change(), vm);
            nics.change(vm.id, nicChanges());
            if (payload.change().metadata() != null) {
                metadata.set(vm.id, payload.change().metadata());
            }
            UniqueNames.guard("vm", vm.name, () -> vms.changed(vm));
        }

        @Override
        public void fail(Failure why) {}

        @Override
        public void ended() {
            manifests.refresh(payload.vm());
        }
    }

    private static void apply(VmChange change, Vm vm) {
        vm.name = Objects.requireNonNullElse(change.name(), vm.name);
        vm.cpus = Objects.requireNonNullElse(change.cpus(), vm.cpus);
        vm.memoryMib = Objects.requireNonNullElse(change.memoryMib(), vm.memoryMib);
        vm.restart = Objects.requireNonNullElse(change.restart(), vm.restart);
        vm.startOrder = Objects.requireNonNullElse(change.startOrder(), vm.startOrder);
        vm.protectedFromDeletion =
                Objects.requireNonNullElse(
                        change.protectedFromDeletion(), vm.protectedFromDeletion);
        if (change.bootOrder() != null) {
            vm.bootFirst = change.bootOrder().getFirst();
        }
        if (change.labels() != null) {
            vm.labels = new HashMap<>(change.labels());
        }
    }
}
