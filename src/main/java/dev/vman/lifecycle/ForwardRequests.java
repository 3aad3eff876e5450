package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.PortForward;
import dev.vman.inventory.PortForwards;
import dev.vman.inventory.Protocol;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.network.HostLinks;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The way in for forwarded ports. Every method throws {@link Failure} to refuse; the answer's
 * target is the forward.
 */
@ApplicationScoped
public class ForwardRequests {
    /** Below it only root can listen, and QEMU is not. */
    private static final int LOWEST = 1024;

    private static final int HIGHEST = 65_535;

    /** Below those that the kernel gives to whoever asks for any. */
    private static final int FIRST_CHOSEN = 20_000;

    private static final int LAST_CHOSEN = 32_000;
    private final Vms vms;
    private final PortForwards forwards;
    private final HostLinks links;
    private final NetworkActs acts;
    private final Requests requests;

    ForwardRequests(
            Vms vms, PortForwards forwards, HostLinks links, NetworkActs acts, Requests requests) {
        this.vms = vms;
        this.forwards = forwards;
        this.links = links;
        this.acts = acts;
        this.requests = requests;
    }

    public Answer create(String reference, NewForward wanted, Ask ask) {
        return requests.once(
                ask,
                () -> {
                    check(wanted);
                    Vm vm = require(reference);
                    int port = port(wanted);
                    UUID id = UUID.randomUUID();
                    return about(
                            id,
                            submit(
                                    vm,
                                    new ChangeForwards.Payload(
                                            vm.id,
                                            id,
                                            ChangeForwards.Verb.CREATE,
                                            wanted.protocol(),
                                            port,
                                            wanted.guestPort()),
                                    ask));
                });
    }

    private static void check(NewForward wanted) {
        Integer port = wanted.hostPort();
        new Checks()
                .require(
                        wanted.guestPort() >= 1 && wanted.guestPort() <= HIGHEST,
                        "guestPort",
                        "must be from 1 to " + HIGHEST)
                .require(
                        port == null || (port >= LOWEST && port <= HIGHEST),
                        "hostPort",
                        "must be from " + LOWEST + " to " + HIGHEST)
                .done();
    }

    private int port(NewForward wanted) {
        boolean udp = wanted.protocol() == Protocol.UDP;
        Set<Integer> taken =
                QuarkusTransaction.requiringNew().call(() -> forwards.taken(wanted.protocol()));
        Integer port = wanted.hostPort();
        if (port != null) {
            if (taken.contains(port) || !links.isPortFree(udp, port)) {
                throw PortForwards.taken(wanted.protocol(), port);
            }
            return port;
        }
        return IntStream.rangeClosed(FIRST_CHOSEN, LAST_CHOSEN)
                .filter(free -> !taken.contains(free) && links.isPortFree(udp, free))
                .findFirst()
                .orElseThrow(ForwardRequests::exhausted);
    }

    private static Failure exhausted() {
        return new Failure.Conflict(
                "ports-exhausted",
                "Every port from " + FIRST_CHOSEN + " to " + LAST_CHOSEN + " is in use.",
                "Delete forwards, or say which hostPort to use.");
    }

    public Answer delete(String reference, UUID forward, Ask ask) {
        Vm vm = require(reference);
        PortForward row =
                QuarkusTransaction.requiringNew().call(() -> forwards.require(vm.id, forward));
        @Nullable Long _ = Versions.demanded(ask, PortForward.VERSION, "Forward " + row.id);
        return about(
                forward,
                submit(
                        vm,
                        new ChangeForwards.Payload(
                                vm.id,
                                row.id,
                                ChangeForwards.Verb.DELETE,
                                row.protocol,
                                row.hostPort,
                                row.guestPort),
                        ask));
    }

    private Answer submit(Vm vm, ChangeForwards.Payload payload, Ask ask) {
        return requests.submit(acts.forwards(), vm.target(), payload, ask);
    }

    /** The operation is the VM's, and its answer the forward. */
    private static Answer about(UUID forward, Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted ->
                    new Answer.Accepted(accepted.submitted(), forward, accepted.followUp());
            case Answer.Planned planned -> planned;
            case Answer.Unchanged _ -> new Answer.Unchanged(forward);
        };
    }

    private Vm require(String reference) {
        return QuarkusTransaction.requiringNew()
                .call(() -> vms.require(Reference.parse(reference)));
    }
}
