package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.operator.Operator;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The proof that no QEMU of a VM runs. The process table may be searched beside whatever is done
 * between {@link #begin} and {@link #require}. For the act that holds the VM, which does not ask
 * from several threads.
 */
final class ProcessAbsence {
    private final Operator operator;
    private final UUID vm;
    private @Nullable CompletableFuture<Presence<ProcessIdentity>> search;

    ProcessAbsence(Operator operator, UUID vm) {
        this.operator = operator;
        this.vm = vm;
    }

    /** Begins a search, unless there is one that nobody has asked for yet; not necessary. */
    void begin() {
        CompletableFuture<Presence<ProcessIdentity>> _ = search();
    }

    private CompletableFuture<Presence<ProcessIdentity>> search() {
        CompletableFuture<Presence<ProcessIdentity>> begun = search;
        if (begun == null) {
            begun =
                    CompletableFuture.supplyAsync(
                            () -> operator.find(vm), Thread::startVirtualThread);
            search = begun;
        }
        return begun;
    }

    /**
     * Returns when it is proven; asked again, it searches again.
     *
     * @throws Failure.Conflict {@code process-exists}
     * @throws Failure.Unavailable {@code process-unknown}: it can't be told
     */
    void require() {
        Presence<ProcessIdentity> found = search().join();
        search = null;
        switch (found) {
            case Presence.Absent<ProcessIdentity> _ -> {}
            case Presence.Present<ProcessIdentity>(ProcessIdentity process) ->
                    throw new Failure.Conflict(
                            "process-exists",
                            "A QEMU of this VM runs already, as process " + process.pid() + ".",
                            "Stop the VM by force, then start it.");
            case Presence.Unknown<ProcessIdentity>(String reason) ->
                    throw Failure.Unavailable.now(
                            "process-unknown",
                            "It can't be told whether a QEMU of this VM runs: " + reason,
                            "Try again.");
        }
    }
}
