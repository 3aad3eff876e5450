package dev.vman.inventory;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Makes beans of this room's plain classes. */
class InventoryBeans {
    @Produces
    @Singleton
    StorageLayout layout(StorageConfig config) {
        return new StorageLayout(config.path());
    }

    /** Tells no finer than the database keeps, so that what was written is what is read. */
    @Produces
    @Singleton
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
    }
}
