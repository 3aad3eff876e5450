package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.AddressPool;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.operator.MachineSpec.NicSpec;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** {@code nic.attach}: hot where the VM runs, else for its next start. */
@ApplicationScoped
class AttachNic implements ActKind<AttachNic.Payload> {
    static final String KIND = "nic.attach";

    /** A manifest, and what DHCP is told. */
    private static final long ROOM = 1L << 16;

    private final Vms vms;
    private final Nics nics;
    private final Networks networks;
    private final AddressPool addresses;
    private final NicPlaces places;
    private final MachineSpecs specs;
    private final Operator operator;
    private final AppliedNetworks applied;
    private final Manifests manifests;

    AttachNic(
            Vms vms,
            Nics nics,
            Networks networks,
            AddressPool addresses,
            NicPlaces places,
            MachineSpecs specs,
            Operator operator,
            AppliedNetworks applied,
            Manifests manifests) {
        this.vms = vms;
        this.nics = nics;
        this.networks = networks;
        this.addresses = addresses;
        this.places = places;
        this.specs = specs;
        this.operator = operator;
        this.applied = applied;
        this.manifests = manifests;
    }

    /** The request, with all that was chosen but its place. */
    record Payload(UUID vm, NicPlan nic) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Attach(payload);
    }

    @Override
    public long roomFor(Payload payload) {
        return ROOM;
    }

    private final class Attach implements Act {
        private final Payload payload;

        Attach(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.vm());
        }

        @Override
        public void admit() {
            // While it is locked, nobody deletes it.
            var _ = networks.lockReady(payload.nic().network());
            Vm vm = vms.require(payload.vm());
            places.check(vm, payload.nic().network());
            Nic nic = places.place(vm, payload.nic());
            nics.write(List.of(nic));
            if (vm.state.mayHaveProcess()) {
                addresses.assignTo(nic);
            }
        }

        @Override
        public List<Step> steps() {
            Once<Optional<NicSpec>> nic = new Once<>(this::read);
            return List.of(
                    // What it had made goes with the address, once the act has failed.
                    SimpleStep.of("network", () -> nic.get().ifPresent(this::join)),
                    new PlugNic(payload.vm(), nic, operator));
        }

        /** Empty where the VM has no process: then the row is all there is to it. */
        private Optional<NicSpec> read() {
            return QuarkusTransaction.joiningExisting()
                    .call(() ->
                            vms.require(payload.vm()).state.mayHaveProcess()
                                    ? Optional.of(specs.nic(nics.findById(payload.nic().id())))
                                    : Optional.empty());
        }

        private void join(NicSpec nic) {
            if (nic instanceof NicSpec.Tap) {
                applied.apply(payload.nic().network());
            }
        }

        @Override
        public void succeed() {
            nics.attached(nics.findById(payload.nic().id()), vms.require(payload.vm()));
        }

        @Override
        public void fail(Failure why) {
            Nic nic = nics.findById(payload.nic().id());
            boolean _ = addresses.releaseOf(nic);
            nics.delete(nic);
        }

        /**
         * QEMU may have it, or get it yet: the observer lets it go when QEMU says that it has not.
         */
        @Override
        public void abandon(Failure why) {
            nics.findById(payload.nic().id()).detachPending = true;
        }

        @Override
        public void ended() {
            manifests.refreshSoon(payload.vm());
        }
    }
}
