package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Address;
import dev.vman.inventory.Addresses;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.Network;
import dev.vman.inventory.NetworkMode;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.PortForward;
import dev.vman.inventory.PortForwards;
import dev.vman.inventory.Protocol;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.network.KnownAddresses;
import dev.vman.network.Reach;
import dev.vman.network.SeenAddress;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Whether guests are reached from the host, found out by connecting. */
@ApplicationScoped
public class ProbeRequests {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int HIGHEST = 65_535;
    private final Vms vms;
    private final Nics nics;
    private final Networks networks;
    private final Addresses addresses;
    private final PortForwards forwards;
    private final KnownAddresses known;
    private final Operator operator;
    private final Reach reach;

    ProbeRequests(
            Vms vms,
            Nics nics,
            Networks networks,
            Addresses addresses,
            PortForwards forwards,
            KnownAddresses known,
            Operator operator,
            Reach reach) {
        this.vms = vms;
        this.nics = nics;
        this.networks = networks;
        this.addresses = addresses;
        this.forwards = forwards;
        this.known = known;
        this.operator = operator;
        this.reach = reach;
    }

    /** The way to a guest. */
    private sealed interface Way {
        record Direct(Ipv4Address ip) implements Way {}

        record Through(Vm vm, int hostPort) implements Way {}
    }

    /**
     * Connects to a TCP port of the guest: on a bridge to its address, in user mode through a
     * forward.
     *
     * @return how long it took; empty where it was refused or not answered in five seconds
     * @throws Failure.Conflict where there is no way: it does not run, has no address, no forward
     */
    public Optional<Duration> tcp(String reference, int port) {
        if (port < 1 || port > HIGHEST) {
            throw Failure.Invalid.field("tcp", "must be from 1 to " + HIGHEST);
        }
        Way way = QuarkusTransaction.requiringNew().call(() -> way(reference, port));
        return switch (way) {
            case Way.Direct(Ipv4Address ip) -> reach.guest(ip, port, PATIENCE);
            case Way.Through(Vm vm, int hostPort) ->
                    reach.forward(hostPort, waiting(vm, hostPort), PATIENCE);
        };
    }

    private BooleanSupplier waiting(Vm vm, int hostPort) {
        Optional<LiveMachine> machine = operator.held(vm.id);
        return () -> machine.filter(live -> live.devices().waitsForGuest(hostPort)).isPresent();
    }

    private Way way(String reference, int port) {
        Vm vm = vms.require(Reference.parse(reference));
        if (vm.state != VmState.RUNNING) {
            throw VmAct.wrongState(vm, "probed", "Start or resume it first.");
        }
        List<Nic> cards = nics.of(vm.id);
        Optional<Nic> bridged = cards.stream().filter(this::isBridged).findFirst();
        return bridged.isPresent()
                ? new Way.Direct(address(vm, bridged.get()))
                : new Way.Through(vm, forward(vm, port).hostPort);
    }

    private boolean isBridged(Nic nic) {
        Network network = networks.findById(nic.network);
        return network != null && network.mode != NetworkMode.USER;
    }

    /** On somebody else's bridge only seen addresses are true. */
    private Ipv4Address address(Vm vm, Nic nic) {
        Network network = networks.findById(nic.network);
        Optional<Ipv4Address> address =
                network.foreignBridge
                        ? known.of(nic.network).stream()
                                .filter(seen -> seen.mac().equals(nic.mac))
                                .map(SeenAddress::ip)
                                .findFirst()
                        : addresses.of(vm.id).stream()
                                .filter(row -> row.nic.equals(nic.id))
                                .map((Address row) -> row.ip)
                                .findFirst();
        return address.orElseThrow(() ->
                new Failure.Conflict(
                        "no-address",
                        "VM '" + vm.name + "' has no address that is known.",
                        "Wait until its guest has one: 'GET /vms/{vm}?wait=agent'."));
    }

    private PortForward forward(Vm vm, int port) {
        return forwards.of(vm.id).stream()
                .filter(row -> row.protocol == Protocol.TCP && row.guestPort == port)
                .findFirst()
                .orElseThrow(() ->
                        new Failure.Conflict(
                                "no-forward",
                                "VM '"
                                        + vm.name
                                        + "' is in user mode, and no port of the host leads to its port "
                                        + port
                                        + ".",
                                "Make one: POST /vms/{vm}/forwards with this guestPort."));
    }
}
