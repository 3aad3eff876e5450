package dev.vman.it;

import java.util.ArrayList;
import java.util.List;

/** What came of it, with the evidence. */
final class CrashReport {
    private final List<String> faults = new ArrayList<>();
    private int points;
    private int again;
    private int unreached;
    private int lost;
    private int leaked;
    private int disturbed;

    void tried(String where, boolean diedAgain) {
        points++;
        again += diedAgain ? 1 : 0;
        System.out.printf("%4d %s%s%n", points, where, diedAgain ? ", and in recovery" : "");
    }

    void lost(String where, String evidence) {
        lost++;
        fault("lost: " + where + " " + evidence);
    }

    void leaked(String where, String evidence) {
        leaked++;
        fault("leaked: " + where + ": " + evidence);
    }

    void disturbed(String where) {
        disturbed++;
        fault("disturbed: the VM beside it, " + where);
    }

    void unreached(String where) {
        unreached++;
        fault("the point was not reached: " + where);
    }

    private void fault(String text) {
        faults.add(text);
        System.out.println("  ! " + text);
    }

    List<String> faults() {
        return faults;
    }

    String summary(int operations) {
        return "%d points (%d died again in recovery), %d operations, %d lost, %d leaked, %d disturbed%s"
                .formatted(
                        points,
                        again,
                        operations,
                        lost,
                        leaked,
                        disturbed,
                        unreached == 0 ? "" : ", " + unreached + " not reached");
    }
}
