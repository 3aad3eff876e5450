package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.image.ImageSource;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.Image;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.Images;
import dev.vman.inventory.NetworkMode;
import dev.vman.inventory.Protocol;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Rows;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.journal.ActKind;
import dev.vman.journal.Operation;
import dev.vman.journal.OperationState;
import dev.vman.journal.RecordedPoints;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every step of every act can be died in: the enumeration of the crash test leaves none out. */
@QuarkusTest
class CrashPointsTest {
    private static final StopOptions BY_FORCE = new StopOptions(true, 0);
    @Inject Lab lab;
    @Inject VmRequests vms;
    @Inject DiskRequests disks;
    @Inject CdromRequests cdroms;
    @Inject Images images;
    @Inject ImageRequests imageRequests;
    @Inject TemplateRequests templates;
    @Inject NetworkRequests networks;
    @Inject ForwardRequests forwards;
    @Inject NicRequests nics;
    @Inject RepairRequests repairs;
    @Inject StorageLayout layout;
    @Inject ProcessRequests processes;
    @Inject RecordedPoints points;
    @Inject @Any Instance<ActKind<?>> kinds;

    @Test
    void areAnnouncedForEveryKindOfAct() throws IOException {
        runEveryOperationOnce();

        Set<String> known =
                kinds.stream()
                        .flatMap(kind -> kind.type().kinds().stream())
                        .filter(kind -> !kind.startsWith("test."))
                        .collect(Collectors.toSet());
        assertThat(known)
                .isNotEmpty()
                .allSatisfy(kind ->
                        assertThat(points.seen())
                                .contains(
                                        kind + ":admitting",
                                        kind + ":admitted",
                                        kind + ":succeeding",
                                        kind + ":succeeded"));
    }

    @Test
    void areAnnouncedBeforeAndAfterEveryStep() throws IOException {
        runEveryOperationOnce();

        assertThat(points.seen())
                .contains(
                        "vm.create:folder/do",
                        "vm.create:folder/done",
                        "vm.create:root-disk/do",
                        "vm.create:root-disk/done",
                        "vm.start:go/announced",
                        "vm.start:spawn/do",
                        "vm.start:spawn/done",
                        "vm.restart:stopped/done",
                        "vm.delete:folder/done",
                        "disk.create:make/done",
                        "disk.change:grow/done",
                        "disk.attach:plug/done",
                        "disk.detach:unplug/done",
                        "disk.delete:remove/done",
                        "nic.attach:network/done",
                        "nic.attach:plug/done",
                        "nic.detach:unplug/done",
                        "nic.detach:network/done",
                        "file.quarantine:note/done",
                        "file.quarantine:move/done",
                        "file.quarantine:close/done",
                        "file.restore:move/done",
                        "vm.adopt:folder/done",
                        "vm.adopt:hold/done",
                        "disk.adopt:own/done",
                        "disk.align:ask/done",
                        "vm.cdrom:load/do",
                        "vm.cdrom:load/done",
                        "cdrom.align:ask/done",
                        "process.stop:end/done");
    }

    private void runEveryOperationOnce() throws IOException {
        Vm vm = lab.create(Lab.newVm(Lab.freshName(), 1L << 20));
        lab.succeeded(vms.start(vm.name, Ask.PLAIN));
        lab.succeeded(vms.pause(vm.name, Ask.PLAIN));
        lab.succeeded(vms.resume(vm.name, Ask.PLAIN));
        lab.succeeded(vms.reset(vm.name, Ask.PLAIN));
        lab.succeeded(vms.restart(vm.name, BY_FORCE, Ask.PLAIN));
        runEveryDiskOperation(vm);
        NewNic any = new NewNic(null, null, null);
        Answer nic = lab.succeeded(nics.attach(vm.name, any, Ask.PLAIN));
        lab.succeeded(nics.detach(vm.name, Lab.target(nic).toString(), false, Ask.PLAIN));
        runEveryCdromOperation(vm);
        lab.succeeded(vms.stop(vm.name, BY_FORCE, Ask.PLAIN));
        VmChange change = new VmChange(null, 2, null, null, null, null, null);
        lab.succeeded(vms.change(vm.name, change, Ask.PLAIN));
        lab.succeeded(vms.delete(vm.name, false, Ask.PLAIN));
        runEveryImageOperation();
        runEveryTemplateOperation();
        runEveryNetworkOperation();
        runEveryRepair();
    }

    private void runEveryNetworkOperation() {
        String name = Lab.freshName();
        NetworkWish wish = new NetworkWish(NetworkMode.USER, null, null, null, null, null);
        lab.succeeded(networks.create(name, wish, Ask.PLAIN));
        lab.succeeded(networks.change(name, wish, Ask.PLAIN));
        lab.succeeded(networks.apply(new Reference.ByName(name), Ask.PLAIN));
        lab.succeeded(networks.delete(name, Ask.PLAIN));
        Vm vm = lab.create();
        NewForward wanted = new NewForward(Protocol.TCP, null, 22);
        Answer forward = lab.succeeded(forwards.create(vm.name, wanted, Ask.PLAIN));
        lab.succeeded(forwards.delete(vm.name, Lab.target(forward), Ask.PLAIN));
    }

    private void runEveryRepair() throws IOException {
        UUID finding = UUID.randomUUID();
        Path stray = Files.writeString(layout.disks().resolve("stray-" + finding), "x");
        lab.succeeded(repairs.quarantine(finding, stray, "test", Ask.PLAIN));
        lab.succeeded(repairs.restore(finding, Ask.PLAIN));
        Files.delete(stray);
        Vm vm = lab.create();
        lab.lose(vm);
        lab.succeeded(repairs.adopt(vm.id, Ask.PLAIN));
        Disk disk = lab.disk();
        lab.lose(disk);
        Operation adopted = lab.ended(repairs.adoptDisk(disk.id, disk.format));
        assertThat(adopted.state()).isEqualTo(OperationState.SUCCEEDED);
        // No process ever has this pid: it is gone already.
        OrphanProcess gone = new OrphanProcess(UUID.randomUUID(), "no-boot", Integer.MAX_VALUE, 1);
        lab.succeeded(processes.stop(gone, Ask.PLAIN));
    }

    private void runEveryDiskOperation(Vm vm) {
        Disk disk = lab.disk();
        DiskChange larger = new DiskChange(null, 2L << 20, null);
        lab.succeeded(disks.change(disk.name, larger, Ask.PLAIN));
        Attachment there = new Attachment(vm.name, DiskBus.SCSI, false);
        lab.succeeded(disks.attach(disk.name, there, Ask.PLAIN));
        lab.succeeded(disks.detach(disk.name, false, Ask.PLAIN));
        lab.succeeded(disks.align(disk.id, vm.id, Ask.PLAIN));
        lab.succeeded(disks.delete(disk.name, Ask.PLAIN));
    }

    private void runEveryCdromOperation(Vm vm) {
        Image iso = Rows.image(ImageKind.ISO);
        QuarkusTransaction.requiringNew().run(() -> images.add(iso));
        lab.succeeded(cdroms.insert(vm.name, iso.name, false, Ask.PLAIN));
        lab.succeeded(cdroms.align(vm.id, Ask.PLAIN));
    }

    private void runEveryImageOperation() {
        byte[] blank = new byte[1 << 20];
        String name = Lab.freshName();
        NewImage wanted = new NewImage(name, ImageKind.DISK, new ImageSource.Upload(), null);
        lab.succeeded(
                imageRequests.upload(
                        wanted, new ByteArrayInputStream(blank), blank.length, Ask.PLAIN));
        lab.succeeded(imageRequests.delete(name, Ask.PLAIN));
    }

    private void runEveryTemplateOperation() {
        String name = Lab.freshName();
        NewTemplate made = new NewTemplate(name, 1, 64, null, null, null, null);
        lab.succeeded(templates.create(made, Ask.PLAIN));
        TemplateChange change = new TemplateChange(null, 2, null, null, null, null, null);
        lab.succeeded(templates.change(name, change, Ask.PLAIN));
        lab.succeeded(templates.delete(name, Ask.PLAIN));
    }
}
