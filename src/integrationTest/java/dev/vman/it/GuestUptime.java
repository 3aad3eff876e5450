package dev.vman.it;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A Linux guest's own count of the seconds since it booted, against the host's clock. */
final class GuestUptime {
    /** What clocks may differ by: a guest of TCG measures its clock's speed on a busy host. */
    private static final double DRIFT = 0.02;

    private static final double TOLERANCE = 2;
    private final GuestConsole console;
    private double seconds;
    private long readBefore;

    GuestUptime(GuestConsole console) {
        this.console = console;
        readBefore = System.nanoTime();
    }

    /** How it stood still, or began anew, since this was asked last; empty when it did neither. */
    Optional<String> interruption() throws IOException {
        double earlier = seconds;
        long asked = System.nanoTime();
        // Between the end of the last reading and the start of this one: what certainly went by.
        double passed = Duration.ofNanos(asked - readBefore).toMillis() / 1000.0;
        seconds = console.uptime();
        readBefore = System.nanoTime();
        double counted = seconds - earlier;
        return counted >= passed * (1 - DRIFT) - TOLERANCE
                ? Optional.empty()
                : Optional.of(
                        "its Linux counted %.1f s (from %.1f to %.1f) where %.1f s went by"
                                .formatted(counted, earlier, seconds, passed));
    }
}
