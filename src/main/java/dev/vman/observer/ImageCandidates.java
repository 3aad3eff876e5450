package dev.vman.observer;

import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.VmState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads which disks' files can be looked into: those that should be there. */
@Singleton
class ImageCandidates {
    private static final String QUERY =
            "select d.id, d.format, d.sizeBytes, d.vm, v.state from Disk d"
                    + " left join Vm v on v.id = d.vm where d.state in :states";

    private final EntityManager entities;

    ImageCandidates(EntityManager entities) {
        this.entities = entities;
    }

    List<ImageCandidate> all() {
        return rows(QUERY, null);
    }

    Optional<ImageCandidate> of(UUID disk) {
        return rows(QUERY + " and d.id = :disk", disk).stream().findFirst();
    }

    private List<ImageCandidate> rows(String query, @Nullable UUID disk) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    var prepared =
                            entities.createQuery(query, Object[].class)
                                    .setParameter(
                                            "states",
                                            List.of(DiskState.AVAILABLE, DiskState.ATTACHED));
                    if (disk != null) {
                        prepared = prepared.setParameter("disk", disk);
                    }
                    return prepared.getResultList().stream().map(ImageCandidates::of).toList();
                });
    }

    private static ImageCandidate of(Object[] row) {
        @Nullable VmState vm = (VmState) row[4];
        return new ImageCandidate(
                (UUID) row[0],
                (DiskFormat) row[1],
                (Long) row[2],
                Optional.ofNullable((UUID) row[3]),
                vm == null || !vm.mayHaveProcess());
    }
}
