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
import dev.vman.journal.Target;
import dev.vman.operator.DiskFiles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code disk.adopt}: a row for an image in {@code disks/} that no row knows and nobody uses. */
@ApplicationScoped
class AdoptDisk implements ActKind<AdoptDisk.Payload> {
    static final String KIND = "disk.adopt";
    private final Disks disks;
    private final DiskFiles files;
    private final DiskOrigins origins;

    AdoptDisk(Disks disks, DiskFiles files, DiskOrigins origins) {
        this.disks = disks;
        this.files = files;
        this.origins = origins;
    }

    /**
     * The file, as it was found.
     *
     * @param image what it is an overlay of
     */
    record Payload(UUID id, DiskFormat format, ByteSize size, @Nullable UUID image) {
        Target target() {
            return new Target("disk", id, name());
        }

        String name() {
            return "recovered-" + id.toString().substring(0, 8);
        }
    }

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Adopt(payload);
    }

    private final class Adopt implements Act {
        private final Payload payload;

        Adopt(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.id());
        }

        @Override
        public boolean settled() {
            return disks.findByIdOptional(payload.id()).isPresent();
        }

        @Override
        public void admit() {
            origins.claim(payload.image());
            files.requireUnused(payload.id(), payload.format());
        }

        /** The user of the VM that it was on could open it. */
        @Override
        public List<Step> steps() {
            return List.of(
                    SimpleStep.of("own", () -> files.takeBack(payload.id(), payload.format())));
        }

        @Override
        public void succeed() {
            Disk disk = new Disk();
            disk.id = payload.id();
            disk.name = AdoptedRows.freeName(disks, payload.name(), payload.id());
            disk.sizeBytes = payload.size().bytes();
            disk.format = payload.format();
            disk.state = DiskState.AVAILABLE;
            disk.image = payload.image();
            UniqueNames.guard("disk", disk.name, () -> disks.adopt(disk, null));
        }

        @Override
        public void fail(Failure why) {}
    }
}
