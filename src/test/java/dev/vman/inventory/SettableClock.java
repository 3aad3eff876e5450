package dev.vman.inventory;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The application's clock in tests: the host's, until a test sets it. */
@Alternative
@Priority(1)
@Singleton
public class SettableClock extends Clock {
    private volatile Duration offset = Duration.ZERO;

    /** Sets it so much forward from the host's; zero sets it right. */
    public void set(Duration forward) {
        offset = forward;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(offset).truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
