package dev.vman.api;

import dev.vman.inventory.MetadataRows;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Reads what guests are told; its version is that of the VM. */
@Singleton
class MetadataReading implements Collection {
    private final Snapshot snapshot;
    private final Vms vms;
    private final MetadataRows metadata;

    MetadataReading(Snapshot snapshot, Vms vms, MetadataRows metadata) {
        this.snapshot = snapshot;
        this.vms = vms;
        this.metadata = metadata;
    }

    @Override
    public String path() {
        return "vms";
    }

    @Override
    public Read<MetadataBody> read(UUID vm) {
        return read(new Reference.ById(vm));
    }

    Read<MetadataBody> read(Reference reference) {
        return snapshot.read(() -> {
            Vm vm = vms.require(reference);
            return new Read<>(MetadataBody.of(metadata.of(vm.id)), vm.id, vm.version);
        });
    }
}
