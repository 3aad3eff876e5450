package dev.vman.observer;

import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.NetworkMode;
import dev.vman.inventory.VmState;
import dev.vman.observer.WorldReading.CdromRow;
import dev.vman.observer.WorldReading.DiskRow;
import dev.vman.observer.WorldReading.NicRow;
import dev.vman.observer.WorldReading.VmRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a pass needs of the rows: three queries, however many there are. */
@Singleton
class RecordReader {
    private final EntityManager entities;

    RecordReader(EntityManager entities) {
        this.entities = entities;
    }

    /** All rows at one moment. */
    record Rows(List<VmRow> vms, List<DiskRow> disks, List<NicRow> nics) {}

    Rows read() {
        return QuarkusTransaction.requiringNew().call(() -> new Rows(vms(), disks(), nics()));
    }

    private List<VmRow> vms() {
        return entities
                .createQuery(
                        "select v.id, v.name, v.state, v.stateReason, v.processBootId, v.pid, v.processStartTicks, c.vm, c.image from Vm v left join VmCdrom c on c.vm = v.id and c.fitted = true",
                        Object[].class)
                .getResultList()
                .stream()
                .map(RecordReader::vm)
                .toList();
    }

    private static VmRow vm(Object[] row) {
        return new VmRow(
                (UUID) row[0],
                (String) row[1],
                (VmState) row[2],
                (String) row[3],
                process((String) row[4], (Long) row[5], (Long) row[6]),
                cdrom((UUID) row[7], (UUID) row[8]));
    }

    private static Optional<CdromRow> cdrom(@Nullable UUID drive, @Nullable UUID image) {
        return drive == null
                ? Optional.empty()
                : Optional.of(new CdromRow(Optional.ofNullable(image)));
    }

    private static Optional<ProcessIdentity> process(
            @Nullable String bootId, @Nullable Long pid, @Nullable Long startTicks) {
        return bootId == null || pid == null || startTicks == null
                ? Optional.empty()
                : Optional.of(new ProcessIdentity(bootId, pid, startTicks));
    }

    private List<DiskRow> disks() {
        return entities
                .createQuery(
                        "select d.id, d.name, d.format, d.state, d.vm, d.detachPending from Disk d",
                        Object[].class)
                .getResultList()
                .stream()
                .map(row ->
                        new DiskRow(
                                (UUID) row[0],
                                (String) row[1],
                                (DiskFormat) row[2],
                                (DiskState) row[3],
                                Optional.ofNullable((UUID) row[4]),
                                (Boolean) row[5]))
                .toList();
    }

    private List<NicRow> nics() {
        return entities
                .createQuery(
                        "select n.id, n.vm, n.slot, n.mac, w.mode, n.detachPending from Nic n join Network w on w.id = n.network",
                        Object[].class)
                .getResultList()
                .stream()
                .map(row ->
                        new NicRow(
                                (UUID) row[0],
                                (UUID) row[1],
                                (Integer) row[2],
                                (MacAddress) row[3],
                                ((NetworkMode) row[4]).hasBridge(),
                                (Boolean) row[5]))
                .toList();
    }
}
