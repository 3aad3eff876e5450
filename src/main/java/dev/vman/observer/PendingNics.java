package dev.vman.observer;

import dev.vman.Failure;
import dev.vman.inventory.AddressPool;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.journal.Journal;
import dev.vman.operator.LiveDevices;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.NicPlace;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * NICs that a guest was asked to release and had not: row and address go when it does, or when its
 * QEMU is gone.
 */
@ApplicationScoped
class PendingNics {
    private static final Logger LOG = Logger.getLogger(PendingNics.class);
    private static final Duration TIDYING = Duration.ofSeconds(5);
    private final Vms vms;
    private final Nics nics;
    private final AddressPool addresses;
    private final Journal journal;
    private final Operator operator;

    PendingNics(Vms vms, Nics nics, AddressPool addresses, Journal journal, Operator operator) {
        this.vms = vms;
        this.nics = nics;
        this.addresses = addresses;
        this.journal = journal;
        this.operator = operator;
    }

    /** Leaves it to the next look when an act holds the VM, or QEMU does not say. */
    void settle(UUID vm) {
        if (!pending(vm).isEmpty()) {
            boolean _ = journal.ifFree(Set.of(vm), () -> settleInTurn(vm));
        }
    }

    private List<Nic> pending(UUID vm) {
        return QuarkusTransaction.requiringNew().call(() -> nics.of(vm)).stream()
                .filter(nic -> nic.detachPending)
                .toList();
    }

    private void settleInTurn(UUID vm) {
        boolean live =
                QuarkusTransaction.requiringNew()
                        .call(() ->
                                vms.findByIdOptional(vm)
                                        .filter(row -> row.state.mayHaveProcess())
                                        .isPresent());
        if (!live) {
            pending(vm).forEach(this::detached);
            return;
        }
        operator.held(vm).ifPresent(machine -> settle(pending(vm), machine));
    }

    private void settle(List<Nic> pending, LiveMachine machine) {
        try {
            List<LiveDevices.PluggedNic> there = machine.devices().nics();
            for (Nic nic : pending) {
                NicPlace place = new NicPlace(nic.slot, Optional.ofNullable(nic.port));
                if (there.stream().noneMatch(n -> n.deviceId().equals(place.deviceId()))) {
                    // The guest has let go; its end on the host's side has to be gone, too.
                    machine.devices().unplugNic(place, TIDYING);
                    detached(nic);
                }
            }
        } catch (Failure e) {
            LOG.debugf("NICs can't be asked for: %s; the next look tries again", e.detail());
        }
    }

    private void detached(Nic pending) {
        QuarkusTransaction.requiringNew()
                .run(() ->
                        nics.findByIdOptional(pending.id)
                                .filter(nic -> nic.detachPending)
                                .ifPresent(this::remove));
    }

    private void remove(Nic nic) {
        Vm vm = vms.require(nic.vm);
        boolean _ = addresses.releaseOf(nic);
        nics.remove(nic, vm);
    }
}
