package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.Failure;
import dev.vman.host.FileTrees;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.MetadataRows;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.RestartPolicy;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VMs whose rows were lost, and manifests that nobody should believe. */
@QuarkusTest
class AdoptionTest {
    private final UUID stray = UUID.randomUUID();
    @Inject Lab lab;
    @Inject RepairRequests repairs;
    @Inject DiskRequests disks;
    @Inject VmRequests vms;
    @Inject Manifests manifests;
    @Inject StorageLayout layout;
    @Inject ObjectMapper json;
    @Inject MetadataRows metadata;
    @Inject DatabaseRecovery recovery;
    @Inject NicRequests nicRequests;
    @Inject Nics nics;

    @AfterEach
    void removeTheStrayFolder() throws IOException {
        FileTrees.deleteTree(layout.vm(stray).folder());
    }

    @Test
    void keepsWhatTheGuestIsTold() {
        Vm vm = lab.create();
        Metadata told = new Metadata("web", "#cloud-config", List.of("ssh-rsa A b"));
        lab.succeeded(vms.setMetadata(vm.name, told, Ask.PLAIN));
        lab.lose(vm);
        assertThat(metadata.of(vm.id)).isEqualTo(Metadata.NONE);

        lab.succeeded(repairs.adopt(vm.id, Ask.PLAIN));

        assertThat(metadata.of(vm.id)).isEqualTo(told);
    }

    @Test
    void rebuildsTheRowsOfAVmAndItsDisks() {
        Vm vm = lab.create(Lab.newVm(Lab.freshName(), 1L << 20));
        Disk data = attached(vm, DiskBus.SCSI);
        VmChange change =
                new VmChange(null, 2, null, Map.of("a", "b"), RestartPolicy.ALWAYS, 7, true);
        lab.succeeded(vms.change(vm.name, change, Ask.PLAIN));
        Vm before = lab.vm(vm.id);
        lab.lose(vm);

        lab.succeeded(repairs.adopt(vm.id, Ask.PLAIN));

        Vm after = lab.vm(vm.id);
        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("version", "updatedAt", "observedAt", "labels")
                .isEqualTo(before);
        assertThat(lab.labels(vm.id)).isEqualTo(Map.of("a", "b"));
        Disk disk = lab.disk(data.id);
        assertThat(disk.name).isEqualTo(data.name);
        assertThat(disk.state).isEqualTo(DiskState.ATTACHED);
        assertThat(disk.vm).isEqualTo(vm.id);
        assertThat(disk.bus).isEqualTo(DiskBus.SCSI);
        assertThat(disk.slot).isZero();
        assertThat(disk.protectedFromDeletion).isTrue();
        assertThat(disk.createdAt).isEqualTo(data.createdAt);
        assertThat(repairs.adopt(vm.id, Ask.PLAIN)).isEqualTo(new Answer.Unchanged(vm.id));
    }

    @Test
    void leavesNicsInTheirPlaces() {
        Vm vm = lab.create();
        NewNic any = new NewNic(null, null, null);
        Answer removed = lab.succeeded(nicRequests.attach(vm.name, any, Ask.PLAIN));
        lab.succeeded(nicRequests.attach(vm.name, any, Ask.PLAIN));
        lab.succeeded(
                nicRequests.detach(vm.name, Lab.target(removed).toString(), false, Ask.PLAIN));
        manifests.refresh(vm.id);
        List<Nic> before = nics(vm);
        lab.lose(vm);

        lab.succeeded(repairs.adopt(vm.id, Ask.PLAIN));

        assertThat(before).hasSize(2);
        assertThat(nics(vm)).usingRecursiveComparison().ignoringFields("version").isEqualTo(before);
    }

    @Test
    void givesNoNicToAVmThatHadNone() {
        Vm vm = lab.create();
        String only = nics(vm).getFirst().id.toString();
        lab.succeeded(nicRequests.detach(vm.name, only, false, Ask.PLAIN));
        manifests.refresh(vm.id);
        lab.lose(vm);

        lab.succeeded(repairs.adopt(vm.id, Ask.PLAIN));

        assertThat(nics(vm)).isEmpty();
    }

    private List<Nic> nics(Vm vm) {
        return QuarkusTransaction.requiringNew().call(() -> nics.of(vm.id));
    }

    @Test
    void takesHoldOfTheProcessThatRuns() {
        Vm vm = lab.running();
        manifests.refresh(vm.id);
        Vm before = lab.vm(vm.id);
        lab.lose(vm);

        lab.succeeded(repairs.adopt(vm.id, Ask.PLAIN));

        Vm after = lab.vm(vm.id);
        assertThat(after.state).isEqualTo(VmState.RUNNING);
        assertThat(Vms.process(after)).isEqualTo(Vms.process(before));
        var _ = lab.stopByForce(after);
    }

    @Test
    void givesAnotherNameWhereTheOldOneIsTaken() {
        Vm vm = lab.create();
        Disk data = attached(vm, DiskBus.VIRTIO);
        manifests.refresh(vm.id);
        lab.lose(vm);
        Vm _ = lab.create(Lab.newVm(vm.name, null));
        lab.succeeded(disks.create(new NewDisk(data.name, 1 << 20, null, false), Ask.PLAIN));

        lab.succeeded(repairs.adopt(vm.id, Ask.PLAIN));

        assertThat(lab.vm(vm.id).name).isEqualTo(vm.name + "-" + vm.id.toString().substring(0, 8));
        assertThat(lab.disk(data.id).name)
                .isEqualTo(data.name + "-" + data.id.toString().substring(0, 8));
    }

    @Test
    void takesNoDiskThatIsAnothers() throws IOException {
        Vm owner = lab.create();
        Disk data = attached(owner, DiskBus.VIRTIO);
        ObjectNode thief = manifest();
        disk(thief, data.id, 0);
        write(thief);

        assertThat(refusal()).isEqualTo("disk-taken");

        assertThat(lab.disk(data.id).vm).isEqualTo(owner.id);
        assertThat(lab.hasVm("stray")).isFalse();
    }

    @Test
    void runsNothingAsAUserThatNoVmMayHave() throws IOException {
        write(manifest().put("uid", 0));

        assertThat(refusal()).isEqualTo("uid-out-of-range");
    }

    @Test
    void believesAManifestThatIsWhole() throws IOException {
        ObjectNode whole = manifest();
        disk(whole, UUID.randomUUID(), 0);
        write(whole.put("ofALaterVersion", true));

        lab.succeeded(repairs.adopt(stray, Ask.PLAIN));

        assertThat(lab.vm(stray).name).startsWith("stray");
        lab.succeeded(vms.delete(stray.toString(), false, Ask.PLAIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{}",
                "garbage",
                "{\"schema\": 1}",
                "{\"schema\": 1, \"schema\": 1}",
                "\u0000\u0001"
            })
    void believesNoGarbage(String content) throws IOException {
        Files.createDirectories(layout.vm(stray).folder());
        Files.writeString(layout.vm(stray).manifest(), content);

        assertUnusable();
    }

    @Test
    void believesNoManifestThatIsChangedByHand() throws IOException {
        ObjectNode duplicate = manifest();
        UUID twice = UUID.randomUUID();
        disk(duplicate, twice, 0);
        disk(duplicate, twice, 1);
        ObjectNode crowded = manifest();
        disk(crowded, UUID.randomUUID(), 0);
        disk(crowded, UUID.randomUUID(), 0);
        ObjectNode portTwice = manifest();
        disk(portTwice, UUID.randomUUID(), 3);
        ObjectNode _ = nic(portTwice).put("port", 3);
        for (ObjectNode wrong :
                List.of(
                        manifest().put("schema", 2),
                        manifest().put("id", UUID.randomUUID().toString()),
                        manifest().put("name", "../../etc"),
                        manifest().putNull("name"),
                        manifest().put("cpus", 0),
                        manifest().put("cpus", 100_000),
                        manifest().put("memoryMib", Integer.MAX_VALUE),
                        manifest().put("machine", "pc-q35-7.2,accel=kvm"),
                        manifest().put("cpuModel", "max,+x"),
                        manifest().put("network", "../other"),
                        with(m -> m.putArray("nics").addNull()),
                        with(m -> m.putArray("nics").addObject().put("mac", "x")),
                        with(m -> nic(m).put("mac", "01:00:5e:00:00:01")),
                        with(m -> nic(m).put("network", "a b")),
                        with(m -> nic(m).put("address", "10.77.0.256")),
                        with(m -> nic(m).put("slot", 8)),
                        with(m -> nic(m).put("slot", -1)),
                        with(m -> nic(m).put("port", 12)),
                        with(m -> nic(m).put("port", "rp0")),
                        portTwice,
                        manifest().put("startOrder", -1),
                        manifest().put("restart", "sometimes"),
                        with(m -> m.putObject("labels").put("bad key", "x")),
                        with(m -> m.putObject("boot").put("kernel", "/x").put("cmdline", "a\nb")),
                        with(m -> m.putArray("disks").addNull()),
                        with(m -> disk(m, UUID.randomUUID(), 0).put("name", "../../x")),
                        with(m -> disk(m, UUID.randomUUID(), 0).put("id", "../../x")),
                        with(m -> disk(m, UUID.randomUUID(), 0).put("format", "vmdk")),
                        with(m -> disk(m, UUID.randomUUID(), 0).put("sizeBytes", -512)),
                        with(m -> disk(m, UUID.randomUUID(), 0).putNull("bus")),
                        with(m -> disk(m, UUID.randomUUID(), 9999)),
                        duplicate,
                        crowded)) {
            write(wrong);

            assertUnusable();
        }
    }

    @Test
    void readsNoManifestOfAnUnlikelySize() throws IOException {
        write(manifest());
        try (RandomAccessFile file =
                new RandomAccessFile(layout.vm(stray).manifest().toFile(), "rw")) {
            file.setLength(100L << 20);
        }

        assertUnusable();
    }

    @Test
    void followsNoLink() throws IOException {
        write(manifest());
        Path real = layout.root().resolve("real-" + stray);
        Files.move(layout.vm(stray).manifest(), real);
        Files.createSymbolicLink(layout.vm(stray).manifest(), real);
        assertUnusable();

        FileTrees.deleteTree(layout.vm(stray).folder());
        Files.createDirectory(layout.root().resolve("folder-" + stray));
        Files.move(real, layout.root().resolve("folder-" + stray).resolve("manifest.json"));
        Files.createSymbolicLink(
                layout.vm(stray).folder(), layout.root().resolve("folder-" + stray));
        assertUnusable();
    }

    @Test
    void findsAllThatWasLostAndSaysWhatItCouldNot() throws IOException {
        Vm vm = lab.create(Lab.newVm(Lab.freshName(), 1L << 20));
        manifests.refresh(vm.id);
        lab.lose(vm);
        write(manifest().put("cpus", 0));

        Recovered recovered = recovery.run();

        assertThat(lab.vm(vm.id).name).isEqualTo(vm.name);
        assertThat(recovered.left())
                .anyMatch(what -> what.contains(stray.toString()) && what.contains("cpus"));
        assertThat(recovered.vms().get(VmState.STOPPED)).isPositive();
        Recovered again = recovery.run();
        assertThat(again.vms()).isEqualTo(recovered.vms());
        assertThat(again.disks()).isEqualTo(recovered.disks());
    }

    private Disk attached(Vm vm, DiskBus bus) {
        Disk disk = lab.disk();
        lab.succeeded(disks.change(disk.name, new DiskChange(null, null, true), Ask.PLAIN));
        lab.succeeded(disks.attach(disk.name, new Attachment(vm.name, bus, false), Ask.PLAIN));
        manifests.refresh(vm.id);
        return lab.disk(disk.id);
    }

    private String refusal() {
        return catchThrowableOfType(
                        Failure.class, () -> lab.failed(repairs.adopt(stray, Ask.PLAIN)))
                .code();
    }

    private void assertUnusable() {
        assertThatThrownBy(() -> repairs.adopt(stray, Ask.PLAIN))
                .isInstanceOfSatisfying(
                        Failure.Conflict.class,
                        e -> assertThat(e.code()).isEqualTo("manifest-unusable"));
        assertThat(lab.hasVm("stray")).isFalse();
    }

    private ObjectNode manifest() throws IOException {
        ObjectNode node =
                (ObjectNode)
                        json.readTree(Path.of("src/test/resources/golden/manifest.json").toFile());
        node.put("id", stray.toString()).put("name", "stray").putNull("uid").putNull("boot");
        node.putArray("disks");
        return node;
    }

    private ObjectNode with(Consumer<ObjectNode> change) throws IOException {
        ObjectNode manifest = manifest();
        change.accept(manifest);
        return manifest;
    }

    private static ObjectNode nic(ObjectNode manifest) {
        return manifest.putArray("nics")
                .addObject()
                .put("id", UUID.randomUUID().toString())
                .put("network", "default")
                .put("mac", "52:54:00:12:34:56");
    }

    private static ObjectNode disk(ObjectNode manifest, UUID id, int slot) {
        return ((ArrayNode) manifest.get("disks"))
                .addObject()
                .put("id", id.toString())
                .put("name", "d-" + id.toString().substring(0, 8))
                .put("sizeBytes", 1 << 20)
                .put("format", "raw")
                .put("bus", "virtio")
                .put("slot", slot);
    }

    private void write(ObjectNode manifest) throws IOException {
        Files.createDirectories(layout.vm(stray).folder());
        json.writeValue(layout.vm(stray).manifest().toFile(), manifest);
    }
}
