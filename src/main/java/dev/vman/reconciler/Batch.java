package dev.vman.reconciler;

import dev.vman.Failure;
import dev.vman.lifecycle.Answer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The destructive repairs that wait for a person. What a person lets go is what was shown, and
 * nothing that came later; a daemon that died has shown nothing.
 */
@ApplicationScoped
class Batch {
    private final Map<UUID, Set<UUID>> shown = new ConcurrentHashMap<>();
    private final Set<UUID> released = ConcurrentHashMap.newKeySet();

    /** Those destructive ones that no person has let go yet. */
    List<Wish> unreleased(List<Wish> wishes) {
        return wishes.stream()
                .filter(wish -> wish.action().destructive())
                .filter(wish -> !released.contains(wish.finding().id))
                .toList();
    }

    /** Shows all of them, for the finding of the limit. */
    Answer.Plan show(UUID limit, List<Wish> waiting) {
        Set<UUID> ids = new HashSet<>();
        waiting.forEach(wish -> ids.add(wish.finding().id));
        shown.put(limit, ids);
        List<String> steps = waiting.stream().map(Batch::describe).toList();
        return new Answer.Plan("release-batch", limit, steps, List.of());
    }

    /**
     * Takes those that were shown and still wait; until {@link #done} they count no more.
     *
     * @throws Failure.Conflict {@code batch-not-shown}
     */
    List<Wish> release(UUID limit, List<Wish> waiting) {
        Set<UUID> ids = shown.remove(limit);
        if (ids == null) {
            throw new Failure.Conflict(
                    "batch-not-shown",
                    "What would be destroyed has not been shown.",
                    "Repeat the request with ?dryRun=true, read it, and then without.");
        }
        List<Wish> batch =
                waiting.stream().filter(wish -> ids.contains(wish.finding().id)).toList();
        batch.forEach(wish -> released.add(wish.finding().id));
        return batch;
    }

    void done(UUID finding) {
        released.remove(finding);
    }

    static String describe(Wish wish) {
        String what = wish.action().describe().map(Repair::description).orElse("");
        return wish.finding().kind.wireName() + ": " + what;
    }
}
