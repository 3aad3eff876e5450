package dev.vman.operator;

import dev.vman.Failure;
import dev.vman.agent.GuestAgent;
import dev.vman.host.ExitStatus;
import dev.vman.host.NamespaceName;
import dev.vman.host.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One QEMU process that we hold. Every call has a deadline and throws {@link
 * dev.vman.Failure.Unavailable} ({@code vm-unreachable}) when QEMU does not answer in it; none
 * disturbs another machine.
 */
public interface LiveMachine {
    ProcessIdentity process();

    /**
     * What it is now, asked afresh within the deadline. Never throws: a machine that can't be asked
     * is {@link MachineStatus.Silent}.
     */
    MachineStatus status(Duration deadline);

    /**
     * Waits until QMP answers.
     *
     * @throws dev.vman.Failure.Invalid {@code start-failed} with QEMU's exit code and own words,
     *     when it died first
     * @throws dev.vman.Failure.Unavailable when it did neither in time
     */
    void awaitReady(Duration deadline);

    /** What {@link #status} told last is not on record: somebody is to look again soon. */
    default void unrecorded() {}

    /** QMP {@code cont}: lets the guest's CPUs run. */
    void resume();

    /** As {@link #resume()}, without waiting for QEMU's word for it; what it returns waits. */
    default Runnable beginResume() {
        resume();
        return () -> {};
    }

    /** QMP {@code stop}: halts the guest's CPUs. */
    void pause();

    /** QMP {@code system_reset}. */
    void reset();

    /**
     * The stop ladder: (ACPI power-down, unless forced; a paused guest is resumed for it) -> QMP
     * quit -> SIGTERM -> SIGKILL, a deadline each. Returns when the process is proven gone; throws
     * {@code Unavailable} when even SIGKILL did not end it in time, or the wait was cancelled.
     *
     * @param cancelled polled while waiting for the guest; true ends the wait
     */
    StopOutcome stop(StopRequest request, BooleanSupplier cancelled);

    /** What is plugged into it. */
    LiveDevices devices();

    /**
     * Whether its network is that of the namespace, so that it can open taps there; empty: that of
     * the daemon.
     */
    default boolean isIn(Optional<NamespaceName> namespace) {
        return true;
    }

    /**
     * Whether nobody is connected to the serial line's socket, which takes one at a time: a second
     * one would be heard only when the first has gone.
     */
    default boolean serialLineFree() {
        return true;
    }

    /**
     * The screen as it is now, a PNG.
     *
     * @throws dev.vman.Failure.Conflict {@code no-display}
     */
    default byte[] screenshot() {
        throw noDisplay();
    }

    /** It was started before VMs had a screen, or is none that has one. */
    static Failure.Conflict noDisplay() {
        return new Failure.Conflict(
                "no-display",
                "The VM has no screen.",
                "A microvm has none; one that was started by an older VMAN has one after its next start.");
    }

    /** Its guest, as far as an agent in it answers; empty where there is no guest at all. */
    default Optional<GuestAgent> guest() {
        return Optional.empty();
    }

    /** Whether an agent in the guest has opened its port; it may not answer all the same. */
    default boolean agentListens() {
        return false;
    }

    /** How the process ended, as far as it is known; empty while it lives. */
    Optional<Death> death();

    /**
     * A death.
     *
     * @param guestAsked a SHUTDOWN event of the guest's own came before it
     * @param shutdownReason QMP's reason of the last SHUTDOWN event, such as {@code
     *     guest-shutdown}, {@code host-signal}
     * @param lastLine the last line of QEMU's output; may be empty
     * @param at when it was noticed; empty where nobody watched
     */
    record Death(
            ExitStatus status,
            boolean guestAsked,
            Optional<String> shutdownReason,
            String lastLine,
            Optional<Instant> at) {
        public Death(
                ExitStatus status,
                boolean guestAsked,
                Optional<String> shutdownReason,
                String lastLine) {
            this(status, guestAsked, shutdownReason, lastLine, Optional.empty());
        }

        Death noticed(Instant when) {
            return new Death(status, guestAsked, shutdownReason, lastLine, Optional.of(when));
        }
    }

    /** How to stop. */
    record StopRequest(boolean force, Duration guestTimeout) {}

    /** Which rung of the ladder ended it. */
    enum StopOutcome {
        ALREADY_GONE,
        GUEST_POWERED_OFF,
        QUIT,
        TERMINATED,
        KILLED
    }
}
