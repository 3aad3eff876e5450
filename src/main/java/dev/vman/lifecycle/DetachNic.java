package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.AddressPool;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.PortForwards;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.NicPlace;
import dev.vman.operator.Operator;
import dev.vman.operator.OperatorConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code nic.detach}: done when QEMU has confirmed it and the NIC's place on its network is gone,
 * and told honestly when the guest does not release it.
 */
@ApplicationScoped
class DetachNic implements ActKind<DetachNic.Payload> {
    static final String KIND = "nic.detach";
    private final Vms vms;
    private final Nics nics;
    private final PortForwards forwards;
    private final AddressPool addresses;
    private final Operator operator;
    private final NetworkUpkeep upkeep;
    private final Manifests manifests;
    private final Duration timeout;

    DetachNic(
            Vms vms,
            Nics nics,
            PortForwards forwards,
            AddressPool addresses,
            Operator operator,
            NetworkUpkeep upkeep,
            Manifests manifests,
            OperatorConfig config) {
        this.vms = vms;
        this.nics = nics;
        this.forwards = forwards;
        this.addresses = addresses;
        this.operator = operator;
        this.upkeep = upkeep;
        this.manifests = manifests;
        this.timeout = config.detachTimeout();
    }

    /**
     * The request.
     *
     * @param force resets a guest that does not release the NIC, which completes the removal
     * @param version that the NIC has to have; null: any
     */
    record Payload(UUID vm, UUID nic, boolean force, @Nullable Long version) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Detach(payload);
    }

    /** Throws unless the NIC may be taken from its VM. */
    void check(Nic nic, Vm vm) {
        if (vm.state == VmState.UNREACHABLE) {
            throw VmAct.unreachable(vm);
        }
        if (nic.port == null && vm.state.mayHaveProcess()) {
            throw new Failure.Conflict(
                    "not-hot-pluggable",
                    "NIC "
                            + nic.mac
                            + " is of those that VM '"
                            + vm.name
                            + "' was created with: they sit on QEMU's bus 'pcie.0', which does not"
                            + " support hotplugging.",
                    "Stop the VM first. NICs that are added later can be removed at any time.");
        }
        if (nic.slot == 0 && !forwards.of(vm.id).isEmpty()) {
            throw new Failure.Conflict(
                    "nic-has-forwards",
                    "Forwarded ports lead to NIC "
                            + nic.mac
                            + ", the first one of VM '"
                            + vm.name
                            + "'.",
                    "Delete them first: DELETE /vms/{vm}/forwards/{forward}.");
        }
    }

    static String name(Nic nic) {
        return "NIC " + nic.mac;
    }

    private final class Detach implements Act {
        private final Payload payload;

        Detach(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.vm());
        }

        @Override
        public boolean settled() {
            return row().isEmpty();
        }

        /** After a death of the daemon, the observer may have seen the release first. */
        private Optional<Nic> row() {
            return nics.findByIdOptional(payload.nic());
        }

        @Override
        public void admit() {
            Nic nic = nics.findById(payload.nic());
            Vm vm = vms.require(payload.vm());
            Versions.check(payload.version(), nic.version, name(nic));
            check(nic, vm);
            nic.detachPending = vm.state.mayHaveProcess();
        }

        @Override
        public List<Step> steps() {
            return List.of(
                    SimpleStep.of("unplug", this::unplug),
                    SimpleStep.of("network", this::leaveNetwork));
        }

        private void unplug() {
            if (DiskAct.isLive(vms, payload.vm())) {
                Optional<NicPlace> place =
                        QuarkusTransaction.requiringNew()
                                .call(() -> row().map(MachineSpecs::place));
                place.ifPresent(this::unplug);
            }
        }

        private void unplug(NicPlace place) {
            LiveMachine machine = DiskAct.machine(operator, payload.vm());
            Unplug.from(
                    machine, payload.force(), () -> machine.devices().unplugNic(place, timeout));
        }

        /** What can't be taken away now is no reason to keep the NIC: the observer tells of it. */
        private void leaveNetwork() {
            Optional<UUID> left =
                    QuarkusTransaction.requiringNew()
                            .call(() -> row().filter(addresses::releaseOf).map(nic -> nic.network));
            left.ifPresent(upkeep::tryToApply);
        }

        @Override
        public void succeed() {
            row().ifPresent(nic -> nics.remove(nic, vms.require(payload.vm())));
        }

        /**
         * A request that is pending in the guest, or was not answered by QEMU, stays so: when it is
         * granted later, the observer sees it.
         */
        @Override
        public void fail(Failure why) {
            row().ifPresent(nic -> nic.detachPending = why instanceof Failure.Unavailable);
        }

        @Override
        public void ended() {
            manifests.refreshSoon(payload.vm());
        }
    }
}
