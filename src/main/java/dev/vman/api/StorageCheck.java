package dev.vman.api;

import dev.vman.inventory.StorageLayout;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the storage folder is there and can be written. */
@Readiness
@Singleton
class StorageCheck implements HealthCheck {
    private final StorageLayout storage;

    StorageCheck(StorageLayout storage) {
        this.storage = storage;
    }

    @Override
    public HealthCheckResponse call() {
        boolean writable = Files.isDirectory(storage.root()) && Files.isWritable(storage.root());
        return HealthCheckResponse.named("storage").status(writable).build();
    }
}
