package dev.vman.inventory;

import dev.vman.host.ProcessIdentity;
import dev.vman.journal.Events;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The VMs' table. A state changes only here, together with its event. */
@ApplicationScoped
public class Vms implements NamedRows<Vm> {
    private static final Duration OBSERVED_GRAIN = Duration.ofSeconds(1);
    private static final String MEMORY_IN_USE =
            VmState.live().stream()
                    .map(state -> "VmState." + state.name())
                    .collect(
                            Collectors.joining(
                                    ", ",
                                    "select sum(v.memoryMib) from Vm v where v.state in (",
                                    ") and "));
    private final Events events;
    private final Clock clock;
    private final AddressPool addresses;

    Vms(Events events, Clock clock, AddressPool addresses) {
        this.events = events;
        this.clock = clock;
        this.addresses = addresses;
    }

    @Override
    public String type() {
        return "vm";
    }

    /** In the order of names. */
    public List<Vm> list(VmFilter filter, Page page) {
        StringBuilder query = new StringBuilder("from Vm v where v.name > :after");
        Map<String, Object> parameters = new HashMap<>(Map.of("after", page.after()));
        filter.addTo(query, parameters);
        return find(query + " order by v.name", parameters).page(0, page.limit()).list();
    }

    /** Every VM of this host that may have a process, or should. */
    public List<UUID> ids() {
        return getEntityManager().createQuery("select v.id from Vm v", UUID.class).getResultList();
    }

    /** What the VMs that may have a process use, in MiB, without these. */
    public long memoryInUseMib(Set<UUID> counted, UUID except) {
        // Usually none is counted, and a set of ids is another statement each time.
        Long sum =
                counted.isEmpty()
                        ? memoryInUse("v.id <> ?1", except)
                        : memoryInUse(
                                "v.id not in ?1",
                                Stream.concat(counted.stream(), Stream.of(except)).toList());
        return sum == null ? 0 : sum;
    }

    private @Nullable Long memoryInUse(String condition, Object parameter) {
        return getEntityManager()
                .createQuery(MEMORY_IN_USE + condition, Long.class)
                .setParameter(1, parameter)
                .getSingleResult();
    }

    public boolean usesTemplate(UUID template) {
        return count("template", template) > 0;
    }

    /**
     * A uid of the range that no VM has, looked for from {@code start} upwards and then from the
     * beginning; empty when all are taken.
     *
     * @param promised those given to VMs that are not committed yet
     */
    public Optional<Integer> freeUid(int first, int last, int start, Set<Integer> promised) {
        List<Integer> taken =
                getEntityManager()
                        .createQuery(
                                "select v.uid from Vm v where v.uid is not null", Integer.class)
                        .getResultList();
        Set<Integer> used = new HashSet<>(taken);
        used.addAll(promised);
        return IntStream.concat(IntStream.rangeClosed(start, last), IntStream.range(first, start))
                .boxed()
                .filter(uid -> !used.contains(uid))
                .findFirst();
    }

    /** Records a new row, and that it was made. */
    public void add(Vm vm) {
        insert(vm, clock.instant());
        events.append("vm.created", vm.target(), Map.of("state", vm.state));
    }

    /** Records a row that was lost, as old as it was. */
    public void adopt(Vm vm, Instant createdAt) {
        insert(vm, createdAt);
        events.append("vm.created", vm.target(), Map.of("state", vm.state, "adopted", true));
    }

    private void insert(Vm vm, Instant createdAt) {
        Instant now = clock.instant();
        vm.createdAt = createdAt;
        vm.updatedAt = now;
        vm.observedAt = now;
        persistAndFlush(vm);
    }

    /** Records that the user changed it. */
    public void changed(Vm vm) {
        vm.updatedAt = clock.instant();
        getEntityManager().flush();
        events.append("vm.changed", vm.target(), Map.of());
    }

    /** Its process must be proven gone. */
    public void remove(Vm vm) {
        addresses.release(vm.id);
        events.append("vm.deleted", vm.target(), Map.of());
        delete(vm);
    }

    /**
     * Moves a VM to a state, with its reason and one event; nothing happens when it is there
     * already. One without a process is proof of death: its addresses are free from here on.
     */
    public void become(Vm vm, VmState state, @Nullable String reason) {
        become(vm, state, reason, Optional.empty());
    }

    /** As above; the event of a crash tells what is known of it. */
    public void become(Vm vm, VmState state, @Nullable String reason, Optional<Crash> crash) {
        vm.observedAt = clock.instant();
        if (vm.state == state && java.util.Objects.equals(vm.stateReason, reason)) {
            return;
        }
        VmState before = vm.state;
        vm.state = state;
        vm.stateReason = reason;
        vm.updatedAt = vm.observedAt;
        if (!state.mayHaveProcess()) {
            vm.forgetProcess();
            addresses.release(vm.id);
        }
        Map<String, Object> data = new HashMap<>(Map.of("from", before, "to", state));
        if (reason != null) {
            data.put("reason", reason);
        }
        crash.ifPresent(known -> data.put("crash", known));
        events.append("vm.state", vm.target(), data);
    }

    /**
     * Records that the VM was seen to be as its row says; no new version of it. A look that follows
     * another within a second is not worth a commit.
     */
    public void confirmed(Vm vm) {
        Instant now = clock.instant();
        // One that is in the future is from before the clock was set back.
        if (Duration.between(vm.observedAt, now).abs().compareTo(OBSERVED_GRAIN) > 0) {
            int _ = update("observedAt = ?1 where id = ?2", now, vm.id);
        }
    }

    /**
     * Records the how many-th automatic restart in a row this is; 0: a user asked for the start.
     */
    public void countRestart(Vm vm, int restarts) {
        vm.restarts = restarts;
        vm.lastRestartAt = restarts == 0 ? null : clock.instant();
    }

    /** Commits the identity of the QEMU that runs this VM. */
    public void runsAs(Vm vm, ProcessIdentity process) {
        vm.pid = process.pid();
        vm.processBootId = process.bootId();
        vm.processStartTicks = process.startTicks();
        vm.processStartedAt = clock.instant();
        events.append("vm.process", vm.target(), Map.of("pid", process.pid()));
    }

    /** The QEMU that was last known to run this VM. */
    public static Optional<ProcessIdentity> process(Vm vm) {
        if (vm.pid == null || vm.processBootId == null || vm.processStartTicks == null) {
            return Optional.empty();
        }
        return Optional.of(new ProcessIdentity(vm.processBootId, vm.pid, vm.processStartTicks));
    }
}
