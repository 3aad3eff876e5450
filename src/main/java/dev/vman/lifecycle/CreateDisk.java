package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.UniqueNames;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.operator.DiskFiles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code disk.create}: an empty disk that no VM has. */
@ApplicationScoped
class CreateDisk implements ActKind<CreateDisk.Payload> {
    static final String KIND = "disk.create";
    private final Disks disks;
    private final DiskFiles files;
    private final DiskOrigins origins;

    CreateDisk(Disks disks, DiskFiles files, DiskOrigins origins) {
        this.disks = disks;
        this.files = files;
        this.origins = origins;
    }

    /**
     * The request, with the id and name that were chosen for it.
     *
     * @param image what it is an overlay of
     */
    record Payload(
            UUID id,
            String name,
            ByteSize size,
            DiskFormat format,
            boolean protectedFromDeletion,
            @Nullable UUID image) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Create(payload);
    }

    @Override
    public long roomFor(Payload payload) {
        return payload.format().roomWhenEmpty(payload.size());
    }

    private final class Create implements Act {
        private final Payload payload;

        Create(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.id());
        }

        @Override
        public void admit() {
            origins.claim(payload.image());
            Disk disk = new Disk();
            disk.id = payload.id();
            disk.name = payload.name();
            disk.sizeBytes = payload.size().bytes();
            disk.format = payload.format();
            disk.state = DiskState.CREATING;
            disk.image = payload.image();
            disk.protectedFromDeletion = payload.protectedFromDeletion();
            UniqueNames.guard("disk", disk.name, () -> disks.add(disk));
        }

        @Override
        public List<Step> steps() {
            return List.of(
                    new SimpleStep(
                            "make",
                            () ->
                                    origins.make(
                                            payload.id(),
                                            payload.format(),
                                            payload.size(),
                                            payload.image()),
                            () -> files.remove(payload.id(), payload.format())));
        }

        @Override
        public void succeed() {
            Disk disk = disks.require(payload.id());
            disk.state = DiskState.AVAILABLE;
            disks.changed(disk);
        }

        @Override
        public void fail(Failure why) {
            disks.remove(disks.require(payload.id()));
        }

        /** The row stays, so that deleting the disk can remove what is left. */
        @Override
        public void abandon(Failure why) {
            Disk disk = disks.require(payload.id());
            disk.state = DiskState.ERROR;
            disks.changed(disk);
        }
    }
}
