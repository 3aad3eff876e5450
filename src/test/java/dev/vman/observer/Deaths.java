package dev.vman.observer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Hears of the deaths and stalls that looks find. */
@ApplicationScoped
class Deaths {
    private final Set<UUID> heard = ConcurrentHashMap.newKeySet();
    private final Queue<UUID> stalls = new ConcurrentLinkedQueue<>();

    void died(@Observes VmDied death) {
        heard.add(death.vm());
    }

    void stalled(@Observes VmStalled stall) {
        stalls.add(stall.vm());
    }

    long stallsOf(UUID vm) {
        return stalls.stream().filter(vm::equals).count();
    }

    boolean includes(UUID vm) {
        return heard.contains(vm);
    }
}
