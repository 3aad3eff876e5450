package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Boot;
import dev.vman.inventory.BootDevice;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Firmware;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.RestartPolicy;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmFolder;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.journal.Submission;
import dev.vman.journal.Target;
import dev.vman.operator.BootFiles;
import dev.vman.operator.DiskFiles;
import dev.vman.operator.VmFolders;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code vm.create}: rows, folder with kernel and initrd, root disk; a start may follow. */
@ApplicationScoped
class CreateVm implements ActKind<CreateVm.Payload> {
    static final String KIND = "vm.create";

    /** The folder with a manifest. */
    private static final long FOLDER = 1L << 16;

    private final Vms vms;
    private final Disks disks;
    private final NewVmRows rows;
    private final StorageLayout layout;
    private final BootFiles bootFiles;
    private final DiskFiles diskFiles;
    private final DiskOrigins origins;
    private final Manifests manifests;

    CreateVm(
            Vms vms,
            Disks disks,
            NewVmRows rows,
            StorageLayout layout,
            BootFiles bootFiles,
            DiskFiles diskFiles,
            DiskOrigins origins,
            Manifests manifests) {
        this.vms = vms;
        this.disks = disks;
        this.rows = rows;
        this.layout = layout;
        this.bootFiles = bootFiles;
        this.diskFiles = diskFiles;
        this.origins = origins;
        this.manifests = manifests;
    }

    /** Everything that was chosen for the VM; nothing is left to be looked up again. */
    record Payload(
            UUID id,
            String name,
            String host,
            @Nullable UUID template,
            Map<String, String> labels,
            int cpus,
            int memoryMib,
            String machine,
            String cpuModel,
            String network,
            @Nullable Boot boot,
            @Nullable UUID rootDisk,
            @Nullable Long rootDiskBytes,
            RestartPolicy restart,
            int startOrder,
            boolean protectedFromDeletion,
            boolean start,
            @Nullable List<NicPlan> nics,
            @Nullable Metadata metadata,
            @Nullable UUID image,
            @Nullable Firmware firmware,
            @Nullable UUID cdrom,
            @Nullable BootDevice bootFirst) {
        Target target() {
            return new Target("vm", id, name);
        }

        ByteSize rootSize() {
            return new ByteSize(rootDiskBytes == null ? 0 : rootDiskBytes);
        }
    }

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
        Long disk = payload.rootDiskBytes();
        long tables = disk == null ? 0 : DiskFormat.QCOW2.roomWhenEmpty(new ByteSize(disk));
        long copies = payload.boot() == null ? 0 : BootFiles.bytes(payload.boot());
        return tables + copies + (payload.start() ? StartVm.ROOM : FOLDER);
    }

    private final class Create implements Act {
        private final Payload payload;
        private final VmFolder folder;
        private final Once<OptionalInt> uid = new Once<>(this::readUid);

        Create(Payload payload) {
            this.payload = payload;
            this.folder = layout.vm(payload.id());
        }

        private OptionalInt readUid() {
            return QuarkusTransaction.joiningExisting()
                    .call(() -> MachineSpecs.uid(vms.require(payload.id())));
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.id());
        }

        @Override
        public void admit() {
            rows.add(payload);
            // While the row is at hand.
            OptionalInt _ = uid.get();
        }

        @Override
        public List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            steps.add(new SimpleStep("folder", this::makeFolder, () -> VmFolders.remove(folder)));
            UUID disk = payload.rootDisk();
            if (disk != null) {
                steps.add(
                        new SimpleStep(
                                        "root-disk",
                                        () ->
                                                origins.make(
                                                        disk,
                                                        DiskFormat.QCOW2,
                                                        payload.rootSize(),
                                                        payload.image()),
                                        () -> diskFiles.remove(disk, DiskFormat.QCOW2))
                                .joiningPrevious());
            }
            return steps;
        }

        private void makeFolder() {
            VmFolders.make(folder, uid.get());
            if (payload.boot() != null) {
                bootFiles.copy(payload.boot(), folder);
                VmFolders.shareFiles(folder, uid.get());
            }
        }

        @Override
        public void succeed() {
            vms.become(vms.require(payload.id()), VmState.STOPPED, null);
            if (payload.rootDisk() != null) {
                Disk disk = disks.require(payload.rootDisk());
                disk.state = DiskState.ATTACHED;
                disks.changed(disk);
            }
        }

        @Override
        public Optional<Submission> followUp() {
            return payload.start()
                    ? Optional.of(
                            new Submission(
                                    StartVm.KIND,
                                    payload.target(),
                                    new StartVm.Payload(payload.id(), 0),
                                    Optional.empty()))
                    : Optional.empty();
        }

        @Override
        public void fail(Failure why) {
            disks.of(payload.id()).forEach(disks::remove);
            vms.remove(vms.require(payload.id()));
        }

        /** The rows stay, so that deleting the VM can remove what is left. */
        @Override
        public void abandon(Failure why) {
            disks.of(payload.id())
                    .forEach(disk -> {
                        disk.state = DiskState.ERROR;
                        disks.changed(disk);
                    });
            String reason = VmAct.shorten("It could not be created: " + why.detail());
            vms.become(vms.require(payload.id()), VmState.ERROR, reason);
        }

        @Override
        public void ended() {
            manifests.refreshSoon(payload.id());
        }
    }
}
