package dev.vman.inventory;

import dev.vman.Failure;
import dev.vman.journal.Events;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.exception.ConstraintViolationException;

/** The table of forwarded ports. A VM's forwards are told of as changes of the VM. */
@ApplicationScoped
public class PortForwards implements PanacheRepositoryBase<PortForward, UUID> {
    private final Events events;
    private final Clock clock;

    PortForwards(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** Of one VM, by port. */
    public List<PortForward> of(UUID vm) {
        return list("vm = ?1 order by protocol, hostPort", vm);
    }

    /** Throws {@link Failure.NotFound} where the VM has no such forward. */
    public PortForward require(UUID vm, UUID id) {
        return find("vm = ?1 and id = ?2", vm, id)
                .firstResultOptional()
                .orElseThrow(() -> new Failure.NotFound("forward", id.toString()));
    }

    public Optional<PortForward> at(Protocol protocol, int hostPort) {
        return find("protocol = ?1 and hostPort = ?2", protocol, hostPort).firstResultOptional();
    }

    public Set<Integer> taken(Protocol protocol) {
        return list("protocol", protocol).stream()
                .map(forward -> forward.hostPort)
                .collect(Collectors.toSet());
    }

    /**
     * Adds it.
     *
     * @throws Failure.Conflict {@code port-taken}
     */
    public void add(PortForward forward, Vm vm) {
        forward.createdAt = clock.instant();
        try {
            persistAndFlush(forward);
        } catch (PersistenceException e) {
            if (e instanceof ConstraintViolationException) {
                throw taken(forward.protocol, forward.hostPort);
            }
            throw e;
        }
        events.append("forward.created", vm.target(), data(forward));
    }

    public void remove(PortForward forward, Vm vm) {
        events.append("forward.deleted", vm.target(), data(forward));
        delete(forward);
    }

    private static Map<String, Object> data(PortForward forward) {
        return Map.of(
                "protocol",
                forward.protocol,
                "hostPort",
                forward.hostPort,
                "guestPort",
                forward.guestPort);
    }

    /** The conflict itself. */
    public static Failure.Conflict taken(Protocol protocol, int hostPort) {
        return new Failure.Conflict(
                "port-taken",
                "The host's " + protocol.wireName() + " port " + hostPort + " is in use.",
                "Choose another hostPort, or leave it out.");
    }
}
