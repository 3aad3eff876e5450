package dev.vman.api;

import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Vms;
import dev.vman.operator.DiskFiles;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads disks as they are shown; each call sees what is committed now. */
@Singleton
class DiskReading implements Collection {
    private final Snapshot snapshot;
    private final Disks disks;
    private final Vms vms;
    private final DiskFiles files;

    DiskReading(Snapshot snapshot, Disks disks, Vms vms, DiskFiles files) {
        this.snapshot = snapshot;
        this.disks = disks;
        this.vms = vms;
        this.files = files;
    }

    @Override
    public String path() {
        return "disks";
    }

    @Override
    public Read<DiskView> read(UUID id) {
        return read(new Reference.ById(id));
    }

    Read<DiskView> read(Reference reference) {
        return snapshot.read(() -> {
            Disk row = disks.require(reference);
            return new Read<>(show(row), row.id, row.version);
        });
    }

    /** Of one VM, or of all; a VM that does not exist has none. */
    Items<DiskView> list(Optional<DiskState> state, Optional<Reference> vm, ListParameters part) {
        List<DiskView> oneMore =
                snapshot.read(() -> rows(state, vm, part).stream().map(row -> show(row)).toList());
        return Items.of(oneMore, part.size(), DiskView::name);
    }

    private List<Disk> rows(
            Optional<DiskState> state, Optional<Reference> vm, ListParameters part) {
        if (vm.isEmpty()) {
            return disks.list(state, Optional.empty(), part.page());
        }
        return vm.flatMap(vms::lookUp)
                .map(owner -> disks.list(state, Optional.of(owner.id), part.page()))
                .orElse(List.of());
    }

    private DiskView show(Disk row) {
        return DiskView.of(row, files.usedBytes(row.id, row.format));
    }
}
