package dev.vman.operator;

import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Starts QEMU processes and keeps hold of those that live. Implemented on real QEMU, and by a dry
 * run that starts nothing. Every method is safe to call from many threads; one act per VM at a time
 * is the caller's promise.
 */
public interface Operator {
    /** What this host's QEMU can do; probed once per boot of the host. */
    HostCapabilities capabilities();

    /** The command that {@link #spawn} would run, wrapper programs left out. */
    List<String> commandLine(MachineSpec machine);

    /**
     * Makes the run folder fit for a launch: there, of the right owner, free of sockets of an
     * earlier process. Idempotent. Throws {@link dev.vman.Failure.HostFailure} or {@link
     * dev.vman.Failure.NoSpace}.
     */
    void prepare(MachineSpec machine);

    /**
     * Spawns QEMU stopped ({@code -S}) and returns when its identity is known. Does not wait for
     * QMP, and does not look whether it lived: {@link LiveMachine#awaitReady} tells.
     */
    ProcessIdentity spawn(MachineSpec machine);

    /**
     * The process that carries this VM's UUID and storage path in its arguments; one scan of the
     * process table.
     */
    Presence<ProcessIdentity> find(UUID vm);

    /**
     * Takes hold of a live process, spawned just now or found after a restart of the daemon:
     * watches its death, connects QMP in the background. Idempotent for the same identity.
     */
    LiveMachine hold(UUID vm, ProcessIdentity process);

    /** The machine held for this VM; empty when none is, or when it died and was let go. */
    Optional<LiveMachine> held(UUID vm);

    /**
     * Lets go of a dead machine: closes its monitor and removes the sockets. Does nothing to a live
     * process.
     */
    void release(UUID vm);
}
