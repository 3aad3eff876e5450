package dev.vman.inventory;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes beans of this room's plain classes. */
class InventoryBeans {
    @Produces
    @Singleton
    StorageLayout layout(StorageConfig config) {
        return new StorageLayout(config.path());
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
