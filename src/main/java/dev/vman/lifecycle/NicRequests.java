package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.journal.Target;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * The way in for NICs of VMs that there are. Every method throws {@link Failure} to refuse; the
 * answer's target is the NIC.
 */
@ApplicationScoped
public class NicRequests {
    private final Vms vms;
    private final Nics nics;
    private final NicValues values;
    private final NicPlaces places;
    private final NicActs acts;
    private final Requests requests;

    NicRequests(
            Vms vms,
            Nics nics,
            NicValues values,
            NicPlaces places,
            NicActs acts,
            Requests requests) {
        this.vms = vms;
        this.nics = nics;
        this.values = values;
        this.places = places;
        this.acts = acts;
        this.requests = requests;
    }

    public Answer attach(String vm, NewNic wanted, Ask ask) {
        return requests.once(
                ask,
                () -> {
                    AttachNic.Payload payload =
                            QuarkusTransaction.requiringNew().call(() -> checked(vm, wanted));
                    NicPlan nic = payload.nic();
                    Target target = new Target("nic", nic.id(), nic.mac().value());
                    return requests.submit(acts.attach(), target, payload, ask);
                });
    }

    private AttachNic.Payload checked(String reference, NewNic wanted) {
        Vm vm = vms.require(Reference.parse(reference));
        NicPlan plan = values.plan(vm.id, wanted);
        places.check(vm, plan.network());
        return new AttachNic.Payload(vm.id, plan);
    }

    /**
     * Removes it.
     *
     * @param nic its id or MAC
     * @param force resets a guest that does not release it
     */
    public Answer detach(String vm, String nic, boolean force, Ask ask) {
        Wanted wanted =
                QuarkusTransaction.requiringNew()
                        .call(() -> {
                            Vm owner = vms.require(Reference.parse(vm));
                            Nic row = nics.require(owner.id, nic);
                            acts.detach().check(row, owner);
                            @Nullable Long version =
                                    Versions.demanded(ask, row.version, DetachNic.name(row));
                            return new Wanted(
                                    row.target(),
                                    new DetachNic.Payload(owner.id, row.id, force, version));
                        });
        return requests.submit(acts.detach(), wanted.target(), wanted.payload(), ask);
    }

    private record Wanted(Target target, DetachNic.Payload payload) {}
}
