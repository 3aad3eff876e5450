package dev.vman.api;

import dev.vman.inventory.StorageSpace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** The storage's room: {@code vman_storage_free_bytes} and its companions. */
@Singleton
class StorageGauges implements MeterBinder {
    private final StorageSpace space;

    StorageGauges(StorageSpace space) {
        this.space = space;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("vman.storage.free", () -> space.sight().freeBytes())
                .description("Room that is left on the storage's file system")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
        Gauge.builder("vman.storage.total", () -> space.sight().totalBytes())
                .description("Size of the storage's file system")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
        Gauge.builder("vman.storage.ballast.held", () -> space.sight().ballastHeld() ? 1 : 0)
                .description("0: room is short, and new work is refused")
                .register(registry);
    }
}
