package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Network;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Nics;
import dev.vman.inventory.PortForward;
import dev.vman.inventory.PortForwards;
import dev.vman.inventory.Protocol;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.operator.HostForward;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * {@code forward.create}, {@code forward.delete}: a port of the host that leads to a VM's first
 * NIC; at once where the VM runs.
 */
@ApplicationScoped
class ChangeForwards implements ActKind<ChangeForwards.Payload> {
    private final Vms vms;
    private final PortForwards forwards;
    private final Nics nics;
    private final Networks networks;
    private final Operator operator;
    private final AppliedNetworks applied;
    private final NetworkUpkeep upkeep;

    ChangeForwards(
            Vms vms,
            PortForwards forwards,
            Nics nics,
            Networks networks,
            Operator operator,
            AppliedNetworks applied,
            NetworkUpkeep upkeep) {
        this.vms = vms;
        this.forwards = forwards;
        this.nics = nics;
        this.networks = networks;
        this.operator = operator;
        this.applied = applied;
        this.upkeep = upkeep;
    }

    /** What is to be done to the forward. */
    enum Verb {
        CREATE,
        DELETE;

        String kind() {
            return "forward." + name().toLowerCase(Locale.ROOT);
        }
    }

    /** The request. */
    record Payload(UUID vm, UUID id, Verb verb, Protocol protocol, int hostPort, int guestPort) {
        HostForward rule() {
            return MachineSpecs.rule(protocol, hostPort, guestPort);
        }
    }

    @Override
    public ActType<Payload> type() {
        return ActType.of(Verb.values(), Verb::kind, Payload.class, Payload::verb);
    }

    @Override
    public Act make(Payload payload) {
        return payload.verb() == Verb.CREATE ? new Create(payload) : new Delete(payload);
    }

    /** The first NIC's network; empty where there is none. */
    private Optional<Network> network(UUID vm) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> nics.of(vm).stream().filter(nic -> nic.slot == 0).findFirst())
                .map(nic ->
                        QuarkusTransaction.joiningExisting()
                                .call(() -> networks.require(nic.network)));
    }

    /** Runs the work on a QEMU whose first NIC is in user mode. */
    private void ofUserMode(UUID vm, Consumer<LiveMachine> work) {
        if (network(vm).filter(network -> !network.mode.hasBridge()).isPresent()) {
            operator.held(vm).filter(machine -> machine.death().isEmpty()).ifPresent(work);
        }
    }

    private void applySoon(UUID vm) {
        network(vm)
                .filter(network -> network.mode.hasBridge())
                .ifPresent(network -> upkeep.applySoon(network.id));
    }

    private final class Create implements Act {
        private final Payload payload;

        Create(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.vm());
        }

        @Override
        public void admit() {
            requireFirstNic();
            PortForward row = new PortForward();
            row.id = payload.id();
            row.vm = payload.vm();
            row.protocol = payload.protocol();
            row.hostPort = payload.hostPort();
            row.guestPort = payload.guestPort();
            forwards.add(row, vms.require(payload.vm()));
        }

        private void requireFirstNic() {
            if (network(payload.vm()).isEmpty()) {
                throw new Failure.Conflict(
                        "no-first-nic",
                        "VM '"
                                + vms.require(payload.vm()).name
                                + "' has no first NIC, which forwards lead to.",
                        "Add a NIC: POST /vms/{vm}/nics.");
            }
        }

        @Override
        public List<Step> steps() {
            return List.of(new SimpleStep("open", this::open, this::close));
        }

        private void open() {
            applied.applyOf(payload.vm());
            ofUserMode(payload.vm(), machine -> machine.devices().addForward(0, payload.rule()));
        }

        private void close() {
            ofUserMode(payload.vm(), machine -> machine.devices().removeForward(0, payload.rule()));
        }

        @Override
        public void succeed() {}

        @Override
        public void fail(Failure why) {
            forwards.remove(
                    forwards.require(payload.vm(), payload.id()), vms.require(payload.vm()));
        }

        /** After a failure the row is gone, and what it wanted is not wanted any more. */
        @Override
        public void ended() {
            applySoon(payload.vm());
        }
    }

    private final class Delete implements Act {
        private final Payload payload;

        Delete(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.vm());
        }

        @Override
        public void admit() {
            var _ = forwards.require(payload.vm(), payload.id());
        }

        @Override
        public List<Step> steps() {
            return List.of(
                    SimpleStep.of(
                            "close",
                            () ->
                                    ofUserMode(
                                            payload.vm(),
                                            machine ->
                                                    machine.devices()
                                                            .removeForward(0, payload.rule()))));
        }

        @Override
        public void succeed() {
            forwards.remove(
                    forwards.require(payload.vm(), payload.id()), vms.require(payload.vm()));
        }

        @Override
        public void fail(Failure why) {}

        @Override
        public void ended() {
            applySoon(payload.vm());
        }
    }
}
