package dev.vman.journal;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Takes the place of the crash plan in tests, and remembers what was announced. */
@Alternative
@Priority(1)
@ApplicationScoped
public class RecordedPoints implements CrashPoints {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    @Override
    public void reached(UUID operation, String kind, String point) {
        boolean _ = seen.add(kind + ":" + point);
    }

    /** All points since the tests began, as {@code kind:point}. */
    public Set<String> seen() {
        return Set.copyOf(seen);
    }
}
