package dev.vman.operator;

import java.util.UUID;

/**
 * Hears that something about a machine changed: QMP event, death, lost or found connection. It says
 * only which VM to look at; the look re-reads. Called on a virtual thread; must not throw.
 */
public interface MachineListener {
    void lookAt(UUID vm);
}
