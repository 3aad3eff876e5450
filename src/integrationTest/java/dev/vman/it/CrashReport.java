package dev.vman.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What came of it, with the evidence; prints as it goes. Lanes share it. */
final class CrashReport {
    private final List<String> faults = new ArrayList<>();
    private final long start = System.nanoTime();
    private int expected;
    private int points;
    private int again;
    private int unreached;
    private int lost;
    private int leaked;
    private int disturbed;
    private int broken;

    /** Before the first one is tried: for the time that is left. */
    synchronized void expect(int tries) {
        expected += tries;
    }

    synchronized void tried(Object where, boolean diedAgain) {
        points++;
        again += diedAgain ? 1 : 0;
        System.out.printf(
                "[%d/%d, %s, ETA %s] %s%s%n",
                points,
                Math.max(expected, points),
                minutes(elapsed()),
                minutes(left()),
                where,
                diedAgain ? ", and in recovery" : "");
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Duration left() {
        return elapsed().multipliedBy(Math.max(0, expected - points)).dividedBy(points);
    }

    private static String minutes(Duration time) {
        return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }

    synchronized void lost(Object where, String evidence) {
        lost++;
        fault("lost: " + where + " " + evidence);
    }

    synchronized void leaked(Object where, String evidence) {
        leaked++;
        fault("leaked: " + where + ": " + evidence);
    }

    synchronized void disturbed(Object where, String evidence) {
        disturbed++;
        fault("disturbed: " + where + ": " + evidence);
    }

    synchronized void unreached(Object where) {
        unreached++;
        fault("the point was not reached: " + where);
    }

    /** The test could not go on, which may be the daemon's fault. */
    synchronized void broken(Object where, String evidence) {
        broken++;
        fault("broken off: " + where + ": " + evidence);
    }

    private void fault(String text) {
        boolean _ = faults.add(text);
        System.out.println("  ! " + text);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** The line that people and scripts look for. */
    synchronized String summary(int operations) {
        return "%d points (%d died again in recovery), %d operations, %d lost, %d leaked, %d disturbed%s%s"
                .formatted(
                        points,
                        again,
                        operations,
                        lost,
                        leaked,
                        disturbed,
                        unreached == 0 ? "" : ", " + unreached + " not reached",
                        broken == 0 ? "" : ", " + broken + " broken off");
    }
}
