package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.Failure;
import dev.vman.inventory.BootDevice;
import dev.vman.inventory.Cdroms;
import dev.vman.inventory.Image;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.Images;
import dev.vman.inventory.Rows;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmCdrom;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.Step;
import dev.vman.operator.CdromMedium;
import dev.vman.operator.CdromSight;
import dev.vman.operator.CdromSpec;
import dev.vman.operator.FakeMachine;
import dev.vman.operator.FakeOperator;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import dev.vman.operator.OperatorConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What comes and goes in CD-ROM drives, carried out by the journal on the dry-run operator. */
@QuarkusTest
class CdromActsTest {
    private final Failure noAnswer =
            Failure.Unavailable.now("vm-unreachable", "no answer", "Wait.");
    @Inject Lab lab;
    @Inject CdromRequests requests;
    @Inject ImageRequests imageRequests;
    @Inject RepairRequests repairs;
    @Inject VmRequests vmRequests;
    @Inject ChangeCdrom kind;
    @Inject Cdroms cdroms;
    @Inject Images images;
    @Inject IsoImages isos;
    @Inject Vms vms;
    @Inject MachineSpecs specs;
    @Inject Manifests manifests;
    @Inject Operator operator;
    @Inject OperatorConfig config;
    @Inject StorageLayout layout;

    private Image iso() {
        Image image = Rows.image(ImageKind.ISO);
        inTransaction(() -> images.add(image));
        return image;
    }

    private static void inTransaction(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }

    private Optional<VmCdrom> drive(Vm vm) {
        return QuarkusTransaction.requiringNew().call(() -> cdroms.of(vm.id));
    }

    private @Nullable UUID recorded(Vm vm) {
        return drive(vm).orElseThrow().image;
    }

    private Optional<String> seen(Vm vm) {
        return operator.held(vm.id)
                .flatMap(machine -> machine.devices().cdrom())
                .map(CdromSight::file);
    }

    private String file(Image image) {
        return layout.image(image.id, ImageKind.ISO).toString();
    }

    private void insert(Vm vm, Image image) {
        lab.succeeded(requests.insert(vm.name, image.name, false, Ask.PLAIN));
    }

    @Test
    void comeToARunningVmAndGo() {
        Image one = iso();
        Image other = iso();
        Vm vm = lab.running();

        insert(vm, one);
        assertThat(recorded(vm)).isEqualTo(one.id);
        assertThat(seen(vm)).contains(file(one));

        insert(vm, other);
        assertThat(recorded(vm)).isEqualTo(other.id);
        assertThat(seen(vm)).contains(file(other));

        lab.succeeded(requests.eject(vm.name, false, Ask.PLAIN));
        assertThat(recorded(vm)).isNull();
        assertThat(seen(vm)).contains("");
    }

    @Test
    void waitForTheNextStartOfAStoppedVm() {
        Image iso = iso();
        Vm vm = lab.create();

        insert(vm, iso);

        CdromSpec spec = specs.of(vm.id).cdrom().orElseThrow();
        assertThat(spec.medium()).map(CdromMedium::image).contains(iso.id);
        assertThat(spec.first()).isEqualTo(BootDevice.DISK);
        lab.assertNothingToDo(requests.insert(vm.name, iso.name, false, Ask.PLAIN), vm.id);
        lab.succeeded(vmRequests.start(vm.name, Ask.PLAIN));
        assertThat(seen(vm)).contains(file(iso));
    }

    @Test
    void leaveAVmWithoutADriveAlone() {
        Vm vm = lab.running();

        lab.assertNothingToDo(requests.eject(vm.name, true, Ask.PLAIN), vm.id);

        assertThat(drive(vm)).isEmpty();
    }

    @Test
    void keepAnImageFromBeingDeletedAsLongAsItIsInOne() {
        Image iso = iso();
        Vm vm = lab.create();
        insert(vm, iso);

        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> imageRequests.delete(iso.name, Ask.PLAIN))
                .satisfies(e -> assertThat(e.code()).isEqualTo("image-in-use"));

        lab.succeeded(vmRequests.delete(vm.name, false, Ask.PLAIN));
        lab.succeeded(imageRequests.delete(iso.name, Ask.PLAIN));
    }

    @Test
    void keepAnImageFromBeingDeletedThatIsOnItsWay() {
        Image iso = iso();
        Vm vm = lab.create();
        Act act = kind.make(new ChangeCdrom.Payload(vm.id, iso.id, false, null));

        lab.alone(
                vm.id,
                () -> {
                    inTransaction(act::admit);
                    assertThat(drive(vm)).as("not yet").isEmpty();
                    assertThatExceptionOfType(Failure.Conflict.class)
                            .isThrownBy(() -> imageRequests.delete(iso.name, Ask.PLAIN));
                    inTransaction(() -> act.fail(noAnswer));
                });

        assertThat(drive(vm)).isEmpty();
        lab.succeeded(imageRequests.delete(iso.name, Ask.PLAIN));
    }

    @Test
    void keepTheOldOneWhereTheNewOneDidNotCome() {
        Image old = iso();
        Vm vm = lab.create();
        insert(vm, old);
        Act act = kind.make(new ChangeCdrom.Payload(vm.id, iso().id, false, null));

        lab.alone(
                vm.id,
                () -> {
                    inTransaction(act::admit);
                    inTransaction(() -> act.fail(noAnswer));
                });

        assertThat(recorded(vm)).isEqualTo(old.id);
    }

    @Test
    void refuseWhatIsNoIsoThatIsReady() {
        Vm vm = lab.create();
        Image disk = Rows.image(ImageKind.DISK);
        Image importing = Rows.image(ImageKind.ISO);
        importing.state = dev.vman.inventory.ImageState.IMPORTING;
        inTransaction(() -> {
            images.add(disk);
            images.add(importing);
        });

        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> requests.insert(vm.name, disk.name, false, Ask.PLAIN))
                .satisfies(e -> assertThat(e.errors().getFirst().field()).isEqualTo("image"));
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> requests.insert(vm.name, importing.name, false, Ask.PLAIN))
                .satisfies(e -> assertThat(e.code()).isEqualTo("image-not-ready"));
        assertThatExceptionOfType(Failure.NotFound.class)
                .isThrownBy(() -> requests.insert(vm.name, "nobodys", false, Ask.PLAIN));
    }

    @Test
    void areKnownAgainWhenTheirRowsWereLost() {
        Image iso = iso();
        Vm vm = lab.create();
        insert(vm, iso);
        manifests.refresh(vm.id);
        lab.lose(vm);
        assertThat(drive(vm)).isEmpty();

        lab.succeeded(repairs.adopt(vm.id, Ask.PLAIN));

        assertThat(recorded(vm)).isEqualTo(iso.id);
    }

    @Test
    void areKnownAgainThoughTheirImageIsLostToo() {
        Image iso = iso();
        Vm vm = lab.create();
        insert(vm, iso);
        manifests.refresh(vm.id);
        lab.lose(vm, () -> images.remove(images.require(iso.id)));

        lab.succeeded(repairs.adopt(vm.id, Ask.PLAIN));

        Image lost = QuarkusTransaction.requiringNew().call(() -> images.require(iso.id));
        assertThat(lost.kind).isEqualTo(ImageKind.ISO);
        assertThat(recorded(vm)).isEqualTo(iso.id);
    }

    @Test
    void areRecordedAsQemuHasThem() {
        Image iso = iso();
        Vm vm = lab.running();
        LiveMachine machine = operator.held(vm.id).orElseThrow();

        machine.devices().load(isos.medium(iso.id), false, Duration.ZERO);
        lab.succeeded(requests.align(vm.id, Ask.PLAIN));
        assertThat(recorded(vm)).isEqualTo(iso.id);

        machine.devices().unplugCdrom(Duration.ZERO);
        lab.succeeded(requests.align(vm.id, Ask.PLAIN));
        assertThat(drive(vm)).isEmpty();
    }

    @Test
    void areNotRecordedWithWhatIsNoImage() {
        Vm vm = lab.running();
        LiveMachine machine = operator.held(vm.id).orElseThrow();
        Image iso = iso();
        machine.devices()
                .load(
                        new CdromMedium(iso.id, java.nio.file.Path.of("/tmp", iso.id + ".iso")),
                        false,
                        Duration.ZERO);

        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> lab.failed(requests.align(vm.id, Ask.PLAIN)));

        assertThat(drive(vm)).isEmpty();
    }

    /** The step on a machine that answers as the test says. */
    private Step load(Vm vm, @Nullable Image image, FakeMachine machine) {
        FakeOperator fake = new FakeOperator();
        fake.held.put(vm.id, machine);
        ChangeCdrom change = new ChangeCdrom(vms, cdroms, isos, fake, manifests, config);
        UUID id = image == null ? null : image.id;
        return change.make(new ChangeCdrom.Payload(vm.id, id, false, null)).steps().getFirst();
    }

    private static FakeMachine machine() {
        return new FakeMachine(new dev.vman.host.ProcessIdentity("dry-run", 1L << 42, 0));
    }

    @Test
    void areFoundByTheStepThatChangesThem() {
        Vm vm = lab.running();
        Image iso = iso();
        FakeMachine machine = machine();
        Step load = load(vm, iso, machine);

        assertThat(load.probe()).isEqualTo(Step.Probe.NOT_DONE);
        machine.cdrom = Optional.of(new CdromSight(file(iso), true, false));
        assertThat(load.probe()).as("the tray is open").isEqualTo(Step.Probe.NOT_DONE);
        machine.cdrom = Optional.of(new CdromSight(file(iso), false, false));
        assertThat(load.probe()).isEqualTo(Step.Probe.DONE);

        machine.whenAsked =
                () -> {
                    throw noAnswer;
                };
        assertThat(load.probe()).isEqualTo(Step.Probe.COULD_NOT_TELL);
        assertThatExceptionOfType(Failure.Unavailable.class).isThrownBy(load::undo);
    }

    @Test
    void areBroughtBackAsTheyWere() {
        Vm vm = lab.running();
        Image old = iso();
        FakeMachine machine = machine();
        machine.cdrom = Optional.of(new CdromSight("anything", false, false));

        load(vm, iso(), machine).undo();
        assertThat(machine.cdrom).as("there was no drive").isEmpty();

        insert(vm, old);
        load(vm, null, machine).undo();
        assertThat(machine.cdrom).map(CdromSight::file).contains(file(old));
    }
}
