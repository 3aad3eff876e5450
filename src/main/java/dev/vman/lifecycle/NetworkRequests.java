package dev.vman.lifecycle;

import dev.vman.inventory.Name;
import dev.vman.inventory.Network;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Reference;
import dev.vman.journal.Target;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way in for everything that changes networks. Every method throws {@link dev.vman.Failure} to
 * refuse.
 */
@ApplicationScoped
public class NetworkRequests {
    private final Networks networks;
    private final NetworkValues values;
    private final NetworkUse use;
    private final NetworkActs acts;
    private final Requests requests;

    NetworkRequests(
            Networks networks,
            NetworkValues values,
            NetworkUse use,
            NetworkActs acts,
            Requests requests) {
        this.networks = networks;
        this.values = values;
        this.use = use;
        this.acts = acts;
        this.requests = requests;
    }

    public Answer create(String name, NetworkWish wish, Ask ask) {
        return requests.once(
                ask,
                () -> {
                    Target target = new Target("network", UUID.randomUUID(), name);
                    new Checks().check(() -> new Name(name)).done();
                    requests.requireFree("network", name, networks);
                    NetworkSpec spec =
                            QuarkusTransaction.requiringNew()
                                    .call(() -> values.choose(target.id(), wish));
                    return submit(
                            target, WriteNetwork.Payload.create(target.id(), name, spec), ask);
                });
    }

    /** What was chosen is checked again in the act's turn. */
    public Answer change(String reference, NetworkWish wish, Ask ask) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    Network row = networks.require(Reference.parse(reference));
                    NetworkSpec before = NetworkSpec.of(row);
                    NetworkSpec wanted = values.choose(row.id, wish, before);
                    boolean structure = wanted.structureDiffers(before);
                    if (structure) {
                        use.requireIdle(row, wanted);
                    }
                    return new Change(row, before, wanted, structure);
                })
                .submit(this, ask);
    }

    private record Change(Network row, NetworkSpec before, NetworkSpec wanted, boolean structure) {
        Answer submit(NetworkRequests requests, Ask ask) {
            return requests.submit(
                    row.target(),
                    new WriteNetwork.Payload(
                            row.id,
                            WriteNetwork.Verb.CHANGE,
                            row.name,
                            wanted,
                            before,
                            structure,
                            demanded(row, ask)),
                    ask);
        }
    }

    public Answer delete(String reference, Ask ask) {
        Network row =
                QuarkusTransaction.requiringNew()
                        .call(() -> {
                            Network found = networks.require(Reference.parse(reference));
                            use.requireUnused(found);
                            return found;
                        });
        return submit(
                row.target(),
                WriteNetwork.Payload.delete(row.id, row.name, demanded(row, ask)),
                ask);
    }

    /** Brings what is there in line with the rows. */
    public Answer apply(Reference network, Ask ask) {
        Network row = QuarkusTransaction.requiringNew().call(() -> networks.require(network));
        return requests.submit(acts.apply(), row.target(), new ApplyNetwork.Payload(row.id), ask);
    }

    private Answer submit(Target target, WriteNetwork.Payload payload, Ask ask) {
        return requests.submit(acts.write(), target, payload, ask);
    }

    private static @Nullable Long demanded(Network row, Ask ask) {
        return Versions.demanded(ask, row.version, "Network '" + row.name + "'");
    }
}
