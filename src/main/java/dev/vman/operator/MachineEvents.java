package dev.vman.operator;

import dev.vman.Debouncer;
import dev.vman.qmp.QmpEvent;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a machine's events mean: look at it, tidy up after an unplug, remember why it shuts down.
 */
final class MachineEvents implements QmpLink.Listener {
    static final String SHUTDOWN = "SHUTDOWN";
    static final String DEVICE_DELETED = "DEVICE_DELETED";

    /** The events that change what a machine is. */
    static final Set<String> NAMES =
            Set.of(
                    SHUTDOWN,
                    DEVICE_DELETED,
                    AgentPort.CHANGE,
                    "STOP",
                    "RESUME",
                    "RESET",
                    "POWERDOWN",
                    "SUSPEND",
                    "SUSPEND_DISK",
                    "WAKEUP",
                    "BLOCK_IO_ERROR",
                    "DEVICE_UNPLUG_GUEST_ERROR",
                    "GUEST_PANICKED",
                    "GUEST_CRASHLOADED",
                    "MEMORY_FAILURE",
                    "WATCHDOG");

    private enum What {
        LOOK,
        TIDY
    }

    /** The last SHUTDOWN event. */
    record Shutdown(boolean guest, String reason) {}

    // An act that caused the event may be just about to end, and holds the machine until then.
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Debouncer<What> look;
    private final Debouncer<What> tidy;
    private final AtomicBoolean fresh;
    private final AgentPort agentPort = new AgentPort();
    private volatile @Nullable Shutdown shutdown;

    /**
     * Both are run on virtual threads, a moment after an event; a flood of events asks no more than
     * once at a time.
     *
     * @param tidy removes what a device that was unplugged has left
     * @param fresh whether the machine was only just spawned, so that nothing can be left yet when
     *     it is connected first
     */
    MachineEvents(Runnable look, Runnable tidy, boolean fresh) {
        this.look = new Debouncer<>("machine", PAUSE, _ -> look.run());
        this.tidy = new Debouncer<>("machine", Duration.ZERO, _ -> tidy.run());
        this.fresh = new AtomicBoolean(fresh);
    }

    AgentPort agentPort() {
        return agentPort;
    }

    @Nullable Shutdown shutdown() {
        return shutdown;
    }

    @Override
    public void connected() {
        if (!fresh.getAndSet(false)) {
            tidy.ask(What.TIDY);
        }
        look.ask(What.LOOK);
    }

    @Override
    public void disconnected() {
        agentPort.forget();
        look.ask(What.LOOK);
    }

    @Override
    public void eventsLost() {
        agentPort.forget();
        tidy.ask(What.TIDY);
        look.ask(What.LOOK);
    }

    @Override
    public void event(QmpEvent event) {
        if (event.name().equals(AgentPort.CHANGE)) {
            agentPort.heard(event);
            return;
        }
        if (event.name().equals(SHUTDOWN)) {
            shutdown =
                    new Shutdown(
                            event.data().path("guest").asBoolean(),
                            event.data().path("reason").asText(""));
        }
        if (event.name().equals(DEVICE_DELETED)) {
            tidy.ask(What.TIDY);
        }
        look.ask(What.LOOK);
    }
}
