package dev.vman.observer;

import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmState;
import dev.vman.operator.ImageFacts;
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
            "select d.id, d.format, d.sizeBytes, d.vm, v.state, d.image from Disk d"
                    + " left join Vm v on v.id = d.vm where d.state in :states";

    private final EntityManager entities;
    private final StorageLayout layout;

    ImageCandidates(EntityManager entities, StorageLayout layout) {
        this.entities = entities;
        this.layout = layout;
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
                    return prepared.getResultList().stream().map(this::candidate).toList();
                });
    }

    private ImageCandidate candidate(Object[] row) {
        @Nullable VmState vm = (VmState) row[4];
        return new ImageCandidate(
                (UUID) row[0],
                (DiskFormat) row[1],
                (Long) row[2],
                Optional.ofNullable((UUID) row[3]),
                vm == null || !vm.mayHaveProcess(),
                Optional.ofNullable((UUID) row[5])
                        .map(image -> layout.image(image, ImageKind.DISK))
                        .map(file -> ImageFacts.backingFile(file.toString())));
    }
}
