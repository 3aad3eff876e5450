package dev.vman.image;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What came of many images. */
final class FuzzReport {
    private int refused;
    private int taken;
    private long slowest;
    private final List<String> faults = new ArrayList<>();

    void refused(long nanos) {
        refused++;
        slowest = Math.max(slowest, nanos);
    }

    void taken(long nanos) {
        taken++;
        slowest = Math.max(slowest, nanos);
    }

    void fault(long seed, String what) {
        faults.add("seed " + seed + ": " + what);
    }

    List<String> faults() {
        return faults;
    }

    String summary(int toPrograms, Duration taking) {
        return "%d images: %d refused, %d taken; %d came near qemu-img; slowest %d ms; %d faults; %d s"
                .formatted(
                        refused + taken,
                        refused,
                        taken,
                        toPrograms,
                        Duration.ofNanos(slowest).toMillis(),
                        faults.size(),
                        taking.toSeconds());
    }
}
