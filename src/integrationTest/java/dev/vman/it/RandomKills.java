package dev.vman.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** SIGKILL for the daemon at random moments, while several users work with it. */
final class RandomKills {
    private static final int USERS = 4;
    private static final int LONGEST_LIFE_MILLIS = 1500;
    private static final int ROUNDS_UNTIL_EMPTY = 5;
    private static final Duration SETTLED = Duration.ofSeconds(40);

    private RandomKills() {}

    /** Returns whether everything was well after each of the kills. */
    static boolean run(int kills) throws IOException, InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        CrashReport report = new CrashReport();
        try (CrashScene scene = new CrashScene()) {
            for (int kill = 1; kill <= kills; kill++) {
                String where = "kill " + kill + " of seed " + seed;
                killUnderLoad(scene, random);
                scene.daemon().startAgain();
                report.tried(where, false);
                judge(scene, report, where);
                if (kill % ROUNDS_UNTIL_EMPTY == 0) {
                    scene.empty();
                }
            }
        }
        System.out.println(report.summary(kills));
        return report.faults().isEmpty();
    }

    private static void killUnderLoad(CrashScene scene, Random random) throws InterruptedException {
        List<Thread> users = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            RandomActs acts = scene.randomActs(new Random(random.nextLong()));
            users.add(Thread.ofVirtual().start(() -> actUntilItDies(acts)));
        }
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)).toNanos());
        scene.daemon().kill();
        for (Thread user : users) {
            user.join();
        }
    }

    private static void actUntilItDies(RandomActs acts) {
        try {
            while (true) {
                var _ = acts.next().call();
            }
        } catch (UncheckedIOException e) {
            // It died, as planned.
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void judge(CrashScene scene, CrashReport report, String where) {
        try {
            new Consistency(scene.daemon()).settlesWithin(SETTLED, where);
        } catch (AssertionError e) {
            report.leaked(where, e.toString());
        }
        if (!scene.isUndisturbed()) {
            report.disturbed(where);
        }
    }
}
