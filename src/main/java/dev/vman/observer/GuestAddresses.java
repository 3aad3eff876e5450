package dev.vman.observer;

import dev.vman.Failure;
import dev.vman.Rounds;
import dev.vman.StartOrder;
import dev.vman.agent.AgentException;
import dev.vman.agent.GuestAgent;
import dev.vman.agent.GuestFacts;
import dev.vman.inventory.Addresses;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import dev.vman.network.ReportedAddresses;
import dev.vman.network.SeenAddress;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Asks guests that have an agent which addresses they have, now and then and beside the passes: a
 * guest answers when it likes, and nobody waits for it.
 */
@ApplicationScoped
class GuestAddresses {
    private static final Logger LOG = Logger.getLogger(GuestAddresses.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private final Addresses addresses;
    private final Operator operator;
    private final ReportedAddresses reported;
    private final Set<UUID> asked = ConcurrentHashMap.newKeySet();
    private final Rounds rounds = new Rounds("guest-addresses", PAUSE, this::askAll);

    GuestAddresses(Addresses addresses, Operator operator, ReportedAddresses reported) {
        this.addresses = addresses;
        this.operator = operator;
        this.reported = reported;
    }

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        rounds.begin();
    }

    void stop(@Observes @Priority(StartOrder.INVENTORY) ShutdownEvent event) {
        rounds.end(FAREWELL);
    }

    private void askAll() {
        Set<UUID> vms =
                QuarkusTransaction.requiringNew()
                        .call(() ->
                                addresses.listAll().stream()
                                        .map(address -> address.vm)
                                        .collect(Collectors.toSet()));
        reported.keepOnly(vms);
        vms.forEach(vm -> operator.held(vm).ifPresent(machine -> askSoon(vm, machine)));
    }

    /** One question at a time to each. */
    private void askSoon(UUID vm, LiveMachine machine) {
        if (asked.add(vm)) {
            var _ =
                    Thread.ofVirtual()
                            .name("guest-addresses-" + vm)
                            .start(() -> {
                                try {
                                    ask(vm, machine);
                                } finally {
                                    asked.remove(vm);
                                }
                            });
        }
    }

    private void ask(UUID vm, LiveMachine machine) {
        Optional<GuestAgent> guest = machine.guest().filter(_ -> machine.agentListens());
        try {
            if (guest.isPresent()) {
                reported.tell(vm, read(guest.get().interfaces()));
            } else {
                reported.forget(vm);
            }
        } catch (AgentException e) {
            LOG.debugf("the addresses of %s: %s", vm, e.getMessage());
            reported.forget(vm);
        }
    }

    /** What is no address is passed over: guests say what they like. */
    static List<SeenAddress> read(List<GuestFacts.Interface> interfaces) {
        return interfaces.stream()
                .flatMap(link ->
                        link.addresses().stream().flatMap(text -> address(link.mac(), text)))
                .toList();
    }

    private static Stream<SeenAddress> address(String mac, String withPrefix) {
        try {
            Ipv4Address ip = Ipv4Address.parse(withPrefix.split("/", 2)[0]);
            return Stream.of(new SeenAddress(MacAddress.parse(mac), ip, SeenAddress.How.REPORTED));
        } catch (Failure.Invalid noAddress) {
            return Stream.empty();
        }
    }
}
