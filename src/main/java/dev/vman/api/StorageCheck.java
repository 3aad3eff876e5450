package dev.vman.api;

import dev.vman.Failure;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.StorageSpace;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the storage folder is there, can be written, and has room: down means that new work is
 * refused. What exists goes on, and can be read, stopped and deleted.
 */
@Readiness
@Singleton
class StorageCheck implements HealthCheck {
    private final StorageLayout storage;
    private final StorageSpace space;

    StorageCheck(StorageLayout storage, StorageSpace space) {
        this.storage = storage;
        this.space = space;
    }

    @Override
    public HealthCheckResponse call() {
        boolean writable = Files.isDirectory(storage.root()) && Files.isWritable(storage.root());
        HealthCheckResponseBuilder check = HealthCheckResponse.named("storage");
        try {
            StorageSpace.Sight now = space.sight();
            return check.status(writable && now.ballastHeld())
                    .withData("freeBytes", now.freeBytes())
                    .withData("totalBytes", now.totalBytes())
                    .withData("ballast", now.ballastHeld() ? "held" : "given up")
                    .build();
        } catch (Failure e) {
            return check.down().withData("reason", e.detail()).build();
        }
    }
}
