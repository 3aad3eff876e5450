package dev.vman.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Hears of acts that have ended. */
@ApplicationScoped
class EndedActs {
    private final Set<UUID> targets = ConcurrentHashMap.newKeySet();

    void ended(@Observes ActEnded act) {
        boolean _ = targets.addAll(act.targets());
    }

    Collection<UUID> targets() {
        return targets;
    }
}
