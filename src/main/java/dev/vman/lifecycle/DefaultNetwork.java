package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.StartOrder;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.Network;
import dev.vman.inventory.NetworkMode;
import dev.vman.inventory.NetworkState;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.network.NetworkAbility;
import dev.vman.network.NetworkConfig;
import dev.vman.network.NetworkManager;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Keeps the network {@code default} as the configuration says, as long as nobody runs on it; and
 * gives VMs of before there were networks the NIC that they had all the time.
 */
@ApplicationScoped
public class DefaultNetwork {
    private static final Logger LOG = Logger.getLogger(DefaultNetwork.class);
    private static final String BRIDGE = "vman0";
    private final Networks networks;
    private final Vms vms;
    private final Nics nics;
    private final NetworkValues values;
    private final NetworkConfig config;
    private final NetworkManager manager;
    private final NetworkManifests manifests;
    private volatile String reason = "";

    DefaultNetwork(
            Networks networks,
            Vms vms,
            Nics nics,
            NetworkValues values,
            NetworkConfig config,
            NetworkManager manager,
            NetworkManifests manifests) {
        this.networks = networks;
        this.vms = vms;
        this.nics = nics;
        this.values = values;
        this.config = config;
        this.manager = manager;
        this.manifests = manifests;
    }

    /** Why it is in the mode that it is in. */
    public String reason() {
        return reason;
    }

    void start(@Observes @Priority(StartOrder.NETWORK) StartupEvent event) {
        manifests.restore();
        QuarkusTransaction.requiringNew().run(this::align);
        QuarkusTransaction.requiringNew().run(this::joinAll);
        manifests.refreshAll();
    }

    private void align() {
        Optional<Network> row = networks.lookUp(new Reference.ByName(Network.DEFAULT));
        UUID id = row.map(network -> network.id).orElseGet(UUID::randomUUID);
        NetworkSpec before = row.map(NetworkSpec::of).orElse(NetworkSpec.USER);
        NetworkSpec wanted = wanted(id, before);
        if (row.isEmpty()) {
            networks.add(fresh(id, wanted));
        } else if (!wanted.equals(before) && nics.runsOn(id)) {
            reason = "VMs run on it; what the configuration says comes with the next start after.";
            LOG.warnf("The network default stays as it is: %s", reason);
        } else if (!wanted.equals(before)) {
            wanted.applyTo(row.get());
            networks.changed(row.get());
        }
    }

    private static Network fresh(UUID id, NetworkSpec wanted) {
        Network network = new Network();
        network.id = id;
        network.name = Network.DEFAULT;
        network.state = NetworkState.READY;
        wanted.applyTo(network);
        return network;
    }

    private NetworkSpec wanted(UUID id, NetworkSpec before) {
        NetworkAbility ability = manager.ability();
        if (config.mode().equals("user")) {
            return user("vman.network.mode is user.");
        }
        boolean named = config.namespace().isPresent() || config.bridge().isPresent();
        if (config.mode().equals("auto") && !named) {
            return user(
                    "Neither vman.network.namespace nor vman.network.bridge is set, and the host's"
                            + " own network is not changed unasked.");
        }
        if (!ability.bridges()) {
            return user(ability.reason());
        }
        try {
            NetworkSpec wanted = values.choose(id, wish(before), bridgeOf(before));
            reason = ability.reason();
            return wanted;
        } catch (Failure e) {
            LOG.warnf("The network default is in user mode: %s", e.detail());
            return user(e.detail());
        }
    }

    /** All but the bridge comes from the configuration. */
    private static NetworkSpec bridgeOf(NetworkSpec before) {
        return new NetworkSpec(
                NetworkMode.BRIDGE, before.bridge(), before.foreign(), null, null, List.of(), null);
    }

    private NetworkSpec user(String why) {
        reason = why;
        return NetworkSpec.USER;
    }

    private NetworkWish wish(NetworkSpec before) {
        String bridge = config.bridge().orElse(before.bridge() == null ? BRIDGE : before.bridge());
        return new NetworkWish(
                NetworkMode.BRIDGE,
                bridge,
                config.subnet(),
                config.gateway().orElse(null),
                config.dns().orElse(List.of()),
                config.vlanId().isPresent() ? config.vlanId().getAsInt() : null);
    }

    private void joinAll() {
        List<Vm> older = vms.list("beforeNetworks", true);
        if (older.isEmpty()) {
            return;
        }
        UUID network = networks.requireDefault().id;
        older.forEach(vm -> {
            vm.beforeNetworks = false;
            nics.write(List.of(nic(vm.id, network)));
        });
        LOG.infof("%d VMs have their NICs on the network default", older.size());
    }

    private Nic nic(UUID vm, UUID network) {
        Nic nic = new Nic();
        nic.id = UUID.randomUUID();
        nic.vm = vm;
        nic.network = network;
        MacAddress kept = MacAddress.of(vm);
        // Three bytes of an id may be the same in two of thousands.
        nic.mac = nics.withMac(kept).isEmpty() ? kept : MacAddress.of(nic.id);
        return nic;
    }
}
