package dev.vman.reconciler;

import dev.vman.Failure;
import dev.vman.lifecycle.Answer;
import dev.vman.observer.LimitFinding;
import dev.vman.observer.VmObserver;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One round of repairs under the policy: all that is safe, and what is destructive within limits.
 */
@Singleton
class RepairRound {
    private static final Logger LOG = Logger.getLogger(RepairRound.class);
    private static final int EXAMPLES = 10;
    private final Wishes wishes;
    private final Attempts attempts;
    private final DestroyedLately lately;
    private final Batch batch;
    private final LimitFinding limit;
    private final VmObserver observer;

    RepairRound(
            Wishes wishes,
            Attempts attempts,
            DestroyedLately lately,
            Batch batch,
            LimitFinding limit,
            VmObserver observer) {
        this.wishes = wishes;
        this.attempts = attempts;
        this.lately = lately;
        this.batch = batch;
        this.limit = limit;
        this.observer = observer;
    }

    void run() {
        List<Wish> all = wishes.now();
        all.stream().filter(wish -> !wish.action().destructive()).forEach(this::begin);
        destroy(batch.unreleased(all));
    }

    /** All of these, or none. */
    private void destroy(List<Wish> wanted) {
        long done = lately.count();
        if (RepairLimit.exceededBy(wanted.size(), done)) {
            limit.raise(evidence(wanted, done));
            return;
        }
        limit.lower();
        wanted.forEach(this::begin);
    }

    private void begin(Wish wish) {
        if (!wish.due()) {
            return;
        }
        if (wish.action() instanceof RepairAction.Look(UUID vm)) {
            observer.lookAt(vm);
            return;
        }
        if (wish.action().destructive()) {
            lately.begin(wish.finding().id);
        }
        try {
            Answer _ = attempts.begin(wish.finding(), wish.action(), true, Optional.empty());
        } catch (Failure e) {
            LOG.debugf("finding %s is left as it is: %s", wish.finding().id, e.detail());
        }
    }

    private static Map<String, Object> evidence(List<Wish> wanted, long done) {
        Map<String, Long> kinds =
                wanted.stream()
                        .collect(
                                Collectors.groupingBy(
                                        wish -> wish.finding().kind.wireName(),
                                        TreeMap::new,
                                        Collectors.counting()));
        List<String> examples = wanted.stream().limit(EXAMPLES).map(Batch::describe).toList();
        return Map.of(
                "wanted", wanted.size(),
                "doneLately", done,
                "most", RepairLimit.MOST,
                "kinds", kinds,
                "examples", examples);
    }
}
