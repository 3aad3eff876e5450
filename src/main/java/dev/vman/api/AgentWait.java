package dev.vman.api;

import dev.vman.inventory.Reference;
import dev.vman.inventory.VmState;
import dev.vman.journal.Journal;
import dev.vman.lifecycle.GuestRequests;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits until a guest is ready: it runs, has each address that it is to have, and its agent
 * answers. Guests tell nobody when they get there, so they are asked again and again.
 */
@Singleton
class AgentWait {
    private static final Duration PING = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private final VmReading reading;
    private final GuestRequests guests;
    private final Journal journal;

    AgentWait(VmReading reading, GuestRequests guests, Journal journal) {
        this.reading = reading;
        this.guests = guests;
        this.journal = journal;
    }

    /** The VM when its guest is ready, or as it is when the time is up; says which it is. */
    Read<VmView> await(Reference.ById vm, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            Read<VmView> now = reading.read(vm);
            long left = end - System.nanoTime();
            boolean ready = isReady(now, left);
            if (ready || left <= 0) {
                return new Read<>(now.view().withAgentReady(ready), now.id(), now.version());
            }
            pause(vm, now.version(), Duration.ofNanos(Math.min(left, PAUSE.toNanos())));
        }
    }

    /** No longer than the pause; a change of the VM ends it. */
    private void pause(Reference.ById vm, long version, Duration pause) {
        Optional<Read<VmView>> _ =
                journal.changes()
                        .await(
                                pause,
                                () ->
                                        Optional.of(reading.read(vm))
                                                .filter(read -> read.version() != version));
    }

    private boolean isReady(Read<VmView> read, long leftNanos) {
        VmView vm = read.view();
        return vm.state() == VmState.RUNNING
                && vm.nics().stream().allMatch(AgentWait::hasItsAddress)
                && guests.answers(vm.id(), within(leftNanos));
    }

    /** Where the wait is over already, the question still is asked. */
    private static Duration within(long leftNanos) {
        Duration left = Duration.ofNanos(Math.max(leftNanos, PAUSE.toNanos()));
        return left.compareTo(PING) < 0 ? left : PING;
    }

    /** A NIC in user mode has none that could be known. */
    private static boolean hasItsAddress(NicView nic) {
        return nic.assigned() == null || nic.leased() != null || nic.seen() != null;
    }
}
