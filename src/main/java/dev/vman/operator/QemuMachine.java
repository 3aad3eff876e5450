package dev.vman.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.Failure;
import dev.vman.agent.AgentException;
import dev.vman.agent.AgentLimits;
import dev.vman.agent.GuestAgent;
import dev.vman.host.ExitStatus;
import dev.vman.host.ExitWatcher;
import dev.vman.host.NamespaceName;
import dev.vman.host.NetworkNamespace;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessSight;
import dev.vman.host.ProcessTable;
import dev.vman.host.UntrustedSockets;
import dev.vman.inventory.VmFolder;
import dev.vman.qmp.QmpAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** A QEMU process: its connection, its death, its ladder and its disks, put together. */
final class QemuMachine implements LiveMachine, HeldMachine, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(QemuMachine.class);
    private static final Duration AGENT = Duration.ofSeconds(1);
    private static final Duration COMMAND = Duration.ofSeconds(5);
    // A dying QEMU closes its connection with it; its last events are still in the socket.
    private static final Duration LAST_EVENTS = Duration.ofSeconds(2);
    private static final Duration READY_POLL = Duration.ofMillis(20);

    /**
     * What a machine is made of.
     *
     * @param sockets of QMP and of the guest, 107 bytes at most each
     * @param child tells the exit status of a process that we started ourselves
     */
    record Parts(
            ProcessIdentity process,
            VmFolder folder,
            Sockets sockets,
            Optional<CompletableFuture<ExitStatus>> child,
            InstantSource clock) {}

    /** Where QEMU listens. */
    record Sockets(Path qmp, Path agent, Path files) {}

    private final Parts parts;
    private final ProcessTable processes;
    private final Runnable look;
    private final MachineEvents events;
    private final QmpLink link;
    private final DeathWatch death;
    private final Vitals vitals;
    private final StopLadder ladder;
    private final QemuDevices devices;
    private final Screenshot screenshot;
    private final GuestAgent guest;

    QemuMachine(
            Parts parts,
            ProcessTable processes,
            DiskOwnership ownership,
            MachineListener listener) {
        this.parts = parts;
        this.processes = processes;
        this.look = () -> listener.lookAt(parts.folder().vm());
        this.events = new MachineEvents(look, this::tidy, parts.child().isPresent());
        this.link = new QmpLink(parts.sockets().qmp(), MachineEvents.NAMES, events);
        this.guest =
                new GuestAgent(
                        () -> UntrustedSockets.connect(parts.sockets().agent()),
                        () -> UntrustedSockets.connect(parts.sockets().files()),
                        AgentLimits.STANDARD);
        this.death = new DeathWatch(parts.child(), this::obituary, look, parts.clock());
        this.vitals = new Vitals(parts.process(), processes, link, death);
        this.ladder =
                new StopLadder(
                        parts.process(),
                        link,
                        death,
                        vitals::isStoppedBySignal,
                        () -> Thread.startVirtualThread(this::askGuestToPowerOff),
                        StopLadder.Rungs.STANDARD);
        this.devices = new QemuDevices(link, ownership, this::uid);
        this.screenshot = new Screenshot(link, parts.sockets().qmp());
    }

    void start(ExitWatcher exits) {
        link.start();
        death.start(parts.process(), exits);
    }

    @Override
    public ProcessIdentity process() {
        return parts.process();
    }

    @Override
    public VmFolder folder() {
        return parts.folder();
    }

    @Override
    public MachineStatus status(Duration deadline) {
        return vitals.status(deadline);
    }

    @Override
    public Optional<MachineStatus> told() {
        return vitals.told();
    }

    @Override
    public void unrecorded() {
        vitals.unrecorded();
    }

    @Override
    public boolean isUnrecorded() {
        return vitals.isUnrecorded();
    }

    @Override
    public MachineStatus ask(Duration deadline) {
        return vitals.ask(deadline);
    }

    @Override
    public void awaitReady(Duration deadline) {
        Deadline end = Deadline.in(deadline);
        while (!link.awaitConnected(end.leftUpTo(READY_POLL))) {
            if (death.await(Duration.ZERO)) {
                throw startFailed();
            }
            if (end.passed()) {
                throw Unreachable.because(
                        "QEMU did not answer on QMP within " + deadline.toMillis() + " ms");
            }
        }
    }

    private Failure startFailed() {
        return LaunchFailure.of(vitals.howItEnded(), QemuLog.words(parts.folder().qemuLog()));
    }

    @Override
    public void resume() {
        link.execute("cont", COMMAND);
    }

    @Override
    public Runnable beginResume() {
        QmpAnswer answer = link.send("cont", COMMAND);
        return () -> {
            JsonNode _ = answer.await();
        };
    }

    @Override
    public void pause() {
        link.execute("stop", COMMAND);
    }

    @Override
    public void reset() {
        link.execute("system_reset", COMMAND);
    }

    @Override
    public StopOutcome stop(StopRequest request, BooleanSupplier cancelled) {
        return ladder.climb(request, cancelled);
    }

    @Override
    public LiveDevices devices() {
        return devices;
    }

    @Override
    public boolean isIn(Optional<NamespaceName> namespace) {
        return NetworkNamespace.holds(namespace, process().pid());
    }

    @Override
    public boolean serialLineFree() {
        for (JsonNode chardev : link.execute("query-chardev", COMMAND)) {
            if (chardev.path("label").asText().equals("serial0")) {
                return chardev.path("filename").asText().startsWith("disconnected:");
            }
        }
        return false;
    }

    @Override
    public byte[] screenshot() {
        return screenshot.take();
    }

    @Override
    public Optional<GuestAgent> guest() {
        return Optional.of(guest);
    }

    @Override
    public boolean agentListens() {
        return death().isEmpty() && events.agentPort().isOpen(link);
    }

    /** Read when it is needed: a process that was spawned just now may not have changed it yet. */
    private Optional<Integer> uid() {
        return processes.look(process()).found().map(ProcessSight::uid);
    }

    private void tidy() {
        devices.tidy();
    }

    private void askGuestToPowerOff() {
        try {
            if (guest.answers(AGENT)) {
                guest.powerOff();
            }
        } catch (AgentException e) {
            LOG.debugf("%s: %s", parts.folder().vm(), e.detail());
        }
    }

    @Override
    public Optional<Death> death() {
        return death.death();
    }

    @Override
    public boolean isStoppedBySignal() {
        return vitals.isStoppedBySignal();
    }

    @Override
    public void nudge() {
        look.run();
    }

    private Death obituary(ExitStatus status) {
        guest.close();
        boolean _ = link.awaitDisconnected(LAST_EVENTS);
        link.close();
        MachineEvents.Shutdown shutdown = events.shutdown();
        return new Death(
                status,
                shutdown != null && shutdown.guest(),
                Optional.ofNullable(shutdown).map(MachineEvents.Shutdown::reason),
                QemuLog.lastLine(parts.folder().qemuLog()));
    }

    /** Lets go; the process is left as it is. */
    @Override
    public void close() {
        guest.close();
        link.close();
        death.close();
    }
}
