package dev.vman.observer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Hears of the deaths that looks find. */
@ApplicationScoped
class Deaths {
    private final Set<UUID> heard = ConcurrentHashMap.newKeySet();

    void died(@Observes VmDied death) {
        heard.add(death.vm());
    }

    boolean includes(UUID vm) {
        return heard.contains(vm);
    }
}
