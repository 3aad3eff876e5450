package dev.vman.observer;

import dev.vman.host.ProcessIdentity;
import dev.vman.operator.LiveDevices.PluggedNic;
import dev.vman.operator.LiveMachine;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The NICs that each QEMU told of last. They take a question of their own, which doubles what a
 * reading costs, so that readings made all the time ask each QEMU in its turn.
 */
final class KnownNics {
    static final int TURNS = 6;
    private final Map<UUID, Told> told = new ConcurrentHashMap<>();
    private int turn;

    private record Told(ProcessIdentity process, List<PluggedNic> nics) {
        boolean isOf(LiveMachine machine) {
            return process.equals(machine.process());
        }
    }

    /** Forgets all other VMs, and goes on to the next turn. */
    synchronized void begin(Collection<UUID> vms) {
        var _ = told.keySet().retainAll(vms);
        turn = (turn + 1) % TURNS;
    }

    /** Asks its QEMU where that is due; any number of threads may. */
    List<PluggedNic> of(UUID vm, LiveMachine machine, Freshness wanted) {
        Told before = told.get(vm);
        if (wanted == Freshness.NOW || before == null || !before.isOf(machine) || isTurnOf(vm)) {
            Told now = new Told(machine.process(), machine.devices().nics());
            told.put(vm, now);
            return now.nics();
        }
        return before.nics();
    }

    private synchronized boolean isTurnOf(UUID vm) {
        return Math.floorMod(vm.hashCode(), TURNS) == turn;
    }
}
