package dev.vman.api;

import dev.vman.inventory.DatabaseWatch;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the database answers queries; its connections call themselves valid also when not. */
@Readiness
@Singleton
class DatabaseCheck implements HealthCheck {
    private final DatabaseWatch database;

    DatabaseCheck(DatabaseWatch database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("database").status(database.answers()).build();
    }
}
