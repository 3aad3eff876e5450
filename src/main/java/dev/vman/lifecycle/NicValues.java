package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.Network;
import dev.vman.inventory.NetworkState;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.Reference;
import dev.vman.operator.NicPlace;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Chooses and checks what NICs have. To be called in a transaction. */
@ApplicationScoped
class NicValues {
    /** As many as a machine has places for. */
    static final int MOST = NicPlace.SLOTS;

    private final Networks networks;
    private final Nics nics;

    NicValues(Networks networks, Nics nics) {
        this.networks = networks;
        this.nics = nics;
    }

    /** Of a new VM. Throws {@link Failure.Invalid}, with all that is wrong. */
    List<NicPlan> plan(UUID vm, List<NewNic> wanted) {
        if (wanted.isEmpty() || wanted.size() > MOST) {
            throw Failure.Invalid.field("nics", "must be 1 to " + MOST + " NICs");
        }
        List<NicPlan> plans = new ArrayList<>();
        Checks checks = new Checks();
        for (NewNic nic : wanted) {
            checks.check(() -> plans.add(plan(vm, nic, plans.isEmpty())));
        }
        checks.done();
        requireDifferent(plans);
        return plans;
    }

    /** Of a VM that there is. Throws {@link Failure.Invalid}. */
    NicPlan plan(UUID vm, NewNic wanted) {
        return plan(vm, wanted, false);
    }

    private NicPlan plan(UUID vm, NewNic wanted, boolean first) {
        Network network = network(wanted.network());
        UUID id = UUID.randomUUID();
        MacAddress mac = mac(wanted.mac(), first ? vm : id);
        return new NicPlan(id, network.id, mac, fixed(network, wanted.ip(), id));
    }

    /** Throws {@link Failure.Invalid} where there is none. */
    Network network(@Nullable String reference) {
        String wanted = Objects.requireNonNullElse(reference, Network.DEFAULT);
        return networks.lookUp(Reference.parse(wanted))
                .filter(network -> network.state == NetworkState.READY)
                .orElseThrow(() ->
                        Failure.Invalid.field(
                                "network", "must be the id or name of a network that there is"));
    }

    private MacAddress mac(@Nullable String wanted, UUID source) {
        if (wanted != null) {
            return requireFree(MacAddress.parse(wanted));
        }
        MacAddress derived = MacAddress.of(source);
        // Three bytes of an id may be the same in two of thousands.
        return nics.withMac(derived).isEmpty() ? derived : mac(null, UUID.randomUUID());
    }

    private MacAddress requireFree(MacAddress mac) {
        if (nics.withMac(mac).isPresent()) {
            throw Failure.Invalid.field("mac", "is another NIC's already");
        }
        return mac;
    }

    /** The address that a NIC is to have always; null: none. */
    @Nullable Ipv4Address fixed(Network network, @Nullable String wanted, UUID nic) {
        if (wanted == null) {
            return null;
        }
        Ipv4Address ip = Ipv4Address.parse("ip", wanted);
        if (network.subnet == null || network.gateway == null) {
            throw Failure.Invalid.field(
                    "ip", "can't be chosen on network '" + network.name + "', which has no bridge");
        }
        if (!network.subnet.canBeHost(ip) || ip.equals(network.gateway)) {
            throw Failure.Invalid.field(
                    "ip", "must be a host's address of " + network.subnet + ", not its gateway's");
        }
        if (nics.withFixed(network.id, ip).filter(other -> !other.id.equals(nic)).isPresent()) {
            throw Failure.Invalid.field("ip", "is fixed for another NIC already");
        }
        return ip;
    }

    private static void requireDifferent(List<NicPlan> plans) {
        Set<Object> macs = new HashSet<>();
        Set<Object> addresses = new HashSet<>();
        Checks checks = new Checks();
        for (NicPlan plan : plans) {
            checks.require(macs.add(plan.mac()), "mac", "is there twice: " + plan.mac().value())
                    .require(
                            plan.ip() == null || addresses.add(List.of(plan.network(), plan.ip())),
                            "ip",
                            "is there twice: " + plan.ip());
        }
        checks.done();
    }

    /** Throws {@link Failure.Invalid} where a VM's NICs can't get these fixed addresses. */
    void check(UUID vm, List<NicChange> changes) {
        var _ = wanted(vm, changes);
    }

    /** Gives the NICs of a VM their new fixed addresses. */
    void change(UUID vm, List<NicChange> changes) {
        wanted(vm, changes).forEach(wish -> wish.nic.ip = wish.ip);
        nics.write(List.of());
    }

    private record Wish(Nic nic, @Nullable Ipv4Address ip) {}

    private List<Wish> wanted(UUID vm, List<NicChange> changes) {
        List<Nic> present = nics.of(vm);
        return changes.stream()
                .map(change -> {
                    Nic nic = meant(present, change);
                    return new Wish(nic, fixed(networks.require(nic.network), change.ip(), nic.id));
                })
                .toList();
    }

    private static Nic meant(List<Nic> present, NicChange change) {
        if (change.mac() == null && present.size() == 1) {
            return present.getFirst();
        }
        String wanted = change.mac() == null ? "" : MacAddress.parse(change.mac()).value();
        return present.stream()
                .filter(nic -> nic.mac.value().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Failure.Invalid.field("nics.mac", "must be of one of its NICs"));
    }
}
