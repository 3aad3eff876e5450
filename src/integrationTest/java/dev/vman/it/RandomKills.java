package dev.vman.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** SIGKILL for the daemon at random moments, while several users work with it. */
final class RandomKills {
    private static final int USERS = 4;
    private static final int ACTS_ON_WHAT_IS_KNOWN = 6;
    private static final int MOST_POINTS = 80;
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(20);
    private static final Duration LONGEST_DELAY = Duration.ofMillis(60);
    private static final int KILLS_UNTIL_EMPTY = 5;
    private static final Duration SETTLED = Duration.ofMinutes(2);

    /** What no operation may fail with just because the daemon died. */
    private static final Set<String> FAULTS = Set.of("internal", "interrupted");

    private final CrashReport report;
    private final long seed = System.nanoTime();
    private final AtomicInteger operations = new AtomicInteger();

    RandomKills(CrashReport report) {
        this.report = report;
    }

    /** Returns the number of operations that users began meanwhile. */
    int run(CrashLanes lanes, int kills) throws InterruptedException {
        report.expect(kills);
        lanes.forEach(IntStream.rangeClosed(1, kills).boxed().toList(), this::kill);
        return operations.get();
    }

    private void kill(CrashScene scene, int number) throws IOException, InterruptedException {
        String where = "kill " + number + " of seed " + seed;
        Random random = new Random(seed + number);
        Set<String> known = scene.operations();
        Promises promises = new Promises();
        scene.forgetPoints();
        killUnderLoad(scene, random, promises);
        long dead = System.nanoTime();
        scene.daemon().startAgain();
        long ready = System.nanoTime();
        int interrupted = scene.running().size();
        judge(scene, where, promises);
        int begun = judgeOperations(scene, where, known);
        report.tried(
                "%s: %d operations begun, %d still under way when ready, after %.1f s; %.1f s more"
                        .formatted(
                                where,
                                begun,
                                interrupted,
                                (ready - dead) / 1e9,
                                (System.nanoTime() - ready) / 1e9),
                false);
        if (number % KILLS_UNTIL_EMPTY == 0) {
            scene.empty();
        }
    }

    private static void killUnderLoad(CrashScene scene, Random random, Promises promises)
            throws InterruptedException {
        List<Thread> users = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            Random choice = new Random(random.nextLong());
            boolean _ =
                    users.add(
                            Thread.ofVirtual()
                                    .start(() -> actUntilItDies(scene, choice, promises)));
        }
        // Counted in what it did: on a busy host, a time would end most lives before any work.
        int points = 1 + random.nextInt(MOST_POINTS);
        boolean _ = Waiting.happens(LONGEST_LIFE, () -> scene.points().size() >= points);
        LockSupport.parkNanos(random.nextLong(LONGEST_DELAY.toNanos()));
        scene.daemon().kill();
        for (Thread user : users) {
            user.join();
        }
    }

    private static void actUntilItDies(CrashScene scene, Random random, Promises promises) {
        try {
            while (true) {
                RandomActs acts = scene.randomActs(random, promises);
                for (int act = 0; act < ACTS_ON_WHAT_IS_KNOWN; act++) {
                    Answer _ = acts.next().call();
                }
            }
        } catch (UncheckedIOException e) {
            // It died, as planned.
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void judge(CrashScene scene, String where, Promises promises) {
        try {
            scene.consistency().settlesWithin(SETTLED, where);
        } catch (AssertionError e) {
            report.leaked(where, e.toString());
        }
        List<String> missing = promises.broken(scene.daemon().api());
        if (!missing.isEmpty()) {
            report.lost(where, "was promised, and is not there: " + missing);
        }
        scene.bystanders().disturbance().ifPresent(what -> report.disturbed(where, what));
    }

    /** Returns how many are new. */
    private int judgeOperations(CrashScene scene, String where, Set<String> known) {
        List<String> begun = new ArrayList<>();
        scene.recentOperations()
                .filter(row -> !known.contains(row.path("id").asText()))
                .forEach(row -> {
                    boolean _ = begun.add(row.path("id").asText());
                    if (FAULTS.contains(row.path("problem").path("code").asText())) {
                        report.lost(where, row.toString());
                    }
                });
        int _ = operations.addAndGet(begun.size());
        return begun.size();
    }
}
