package dev.vman.lifecycle;

import dev.vman.Failure;
import java.time.Duration;

/**
 * How to stop a guest.
 *
 * @param timeoutSeconds what the guest gets to power itself off, 0 to 3600
 */
public record StopOptions(boolean force, int timeoutSeconds) {
    private static final int LONGEST = 3600;

    public StopOptions {
        if (timeoutSeconds < 0 || timeoutSeconds > LONGEST) {
            throw Failure.Invalid.field("timeoutSeconds", "must be from 0 to " + LONGEST);
        }
    }

    Duration guestTimeout() {
        return Duration.ofSeconds(timeoutSeconds);
    }
}
