package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import dev.vman.inventory.ByteSize;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Vm;
import dev.vman.journal.Act;
import dev.vman.journal.HeldByAct;
import dev.vman.journal.OperationState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Acts on disks, carried out by the journal on the dry-run operator. */
@QuarkusTest
class DiskActsTest {
    private final Failure noAnswer =
            Failure.Unavailable.now("vm-unreachable", "no answer", "Wait.");
    @Inject Lab lab;
    @Inject DiskRequests requests;
    @Inject DiskActs acts;
    @Inject MachineSpecs specs;
    @Inject Disks disks;
    @Inject HeldByAct held;

    @Test
    void takesADiskThroughItsLife() {
        Disk disk = lab.disk();
        Vm vm = lab.running();

        lab.succeeded(requests.attach(disk.name, to(vm), Ask.PLAIN));
        assertThat(lab.disk(disk.id).state).isEqualTo(DiskState.ATTACHED);
        assertThat(lab.disk(disk.id).slot).isZero();
        assertThat(requests.attach(disk.name, to(vm), Ask.PLAIN))
                .isEqualTo(new Answer.Unchanged(disk.id));
        lab.succeeded(requests.detach(disk.name, false, Ask.PLAIN));
        assertThat(lab.disk(disk.id).vm).isNull();
        lab.succeeded(requests.delete(disk.name, Ask.PLAIN));

        assertThatThrownBy(() -> lab.disk(disk.id)).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void isRefusedWhereAllScsiSlotsAreTaken() {
        Vm vm = lab.create();
        Attachment scsi = new Attachment(vm.name, DiskBus.SCSI, false);
        for (int slot = 0; slot < 64; slot++) {
            Disk disk = lab.disk();
            lab.succeeded(requests.attach(disk.name, scsi, Ask.PLAIN));
            assertThat(lab.disk(disk.id).slot).isEqualTo(slot);
        }
        Disk disk = lab.disk();

        assertThatThrownBy(() -> requests.attach(disk.name, scsi, Ask.PLAIN))
                .isInstanceOfSatisfying(
                        Failure.Conflict.class,
                        e -> assertThat(e.code()).isEqualTo("no-free-slot"));

        assertThat(lab.disk(disk.id).state).isEqualTo(DiskState.AVAILABLE);
        assertThat(lab.disk(disk.id).vm).isNull();
        lab.succeeded(requests.attach(disk.name, to(vm), Ask.PLAIN));
    }

    @Test
    void keepsTheNewSizeThoughTheNewNameIsTaken() {
        Disk other = lab.disk();
        Disk disk = lab.disk();
        DiskChange change = new DiskChange(other.name, 2L << 20, null);

        var operation = lab.ended(requests.change(disk.name, change, Ask.PLAIN));

        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(lab.disk(disk.id).sizeBytes).isEqualTo(2L << 20);
        assertThat(lab.disk(disk.id).name).isEqualTo(disk.name);
    }

    @Test
    void freesNothingOfAnAttachThatWasNotAnswered() {
        Disk disk = lab.disk();
        Vm vm = lab.running();
        Act attach =
                acts.attach().make(new AttachDisk.Payload(disk.id, vm.id, DiskBus.VIRTIO, false));

        lab.alone(
                vm.id,
                () -> {
                    inTransaction(attach::admit);
                    inTransaction(() -> attach.abandon(noAnswer));

                    assertThat(lab.disk(disk.id).state).isEqualTo(DiskState.ATTACHED);
                    assertThat(lab.disk(disk.id).detachPending).isTrue();
                    assertThat(specs.of(vm.id).drives()).as("of the next start").isEmpty();
                    inTransaction(() -> attach.fail(noAnswer));
                });

        assertThat(lab.disk(disk.id).state).isEqualTo(DiskState.AVAILABLE);
    }

    @Test
    void isNotCalledDoneWhileItsOppositeIsUnderWay() {
        Disk disk = lab.disk();
        Vm vm = lab.running();
        Disk elsewhere = lab.disk();
        lab.succeeded(requests.attach(disk.name, to(vm), Ask.PLAIN));
        Answer attached;
        try (HeldByAct.Hold _ = held.hold(disk.id);
                HeldByAct.Hold _ = held.hold(elsewhere.id)) {
            attached = requests.attach(disk.name, to(vm), Ask.PLAIN);
            assertThatThrownBy(() -> requests.detach(elsewhere.name, false, Ask.PLAIN))
                    .isInstanceOf(Failure.Conflict.class);
        }

        lab.succeeded(attached);
        assertThat(attached).isInstanceOf(Answer.Accepted.class);
        assertThat(requests.attach(disk.name, to(vm), Ask.PLAIN))
                .isInstanceOf(Answer.Unchanged.class);
        assertThat(requests.detach(elsewhere.name, false, Ask.PLAIN))
                .isInstanceOf(Answer.Unchanged.class);
    }

    @Test
    void isNotAttachedWhileItsGuestIsYetToReleaseIt() {
        Disk disk = lab.disk();
        Vm vm = lab.running();
        lab.succeeded(requests.attach(disk.name, to(vm), Ask.PLAIN));
        lab.alone(
                vm.id,
                () -> {
                    inTransaction(() -> disks.require(disk.id).detachPending = true);
                    assertThatThrownBy(() -> requests.attach(disk.name, to(vm), Ask.PLAIN))
                            .isInstanceOfSatisfying(
                                    Failure.Conflict.class,
                                    e ->
                                            assertThat(e.remedy().orElseThrow())
                                                    .contains("yet to release"));
                    inTransaction(() -> disks.require(disk.id).detachPending = false);
                });
    }

    @Test
    void staysPendingWhenADetachWasNotAnswered() {
        Disk disk = lab.disk();
        Vm vm = lab.running();
        lab.succeeded(requests.attach(disk.name, to(vm), Ask.PLAIN));
        Act detach = acts.detach().make(new DetachDisk.Payload(disk.id, vm.id, false));

        lab.alone(
                vm.id,
                () -> {
                    inTransaction(() -> detach.fail(noAnswer));
                    assertThat(lab.disk(disk.id).detachPending).isTrue();
                    inTransaction(() -> detach.fail(new Failure.Conflict("x", "refused", null)));
                });

        assertThat(lab.disk(disk.id).detachPending).isFalse();
    }

    @Test
    void findsADetachDoneThatWasDoneWhileItWaited() {
        Disk disk = lab.disk();
        Vm vm = lab.create();
        Act detach = acts.detach().make(new DetachDisk.Payload(disk.id, vm.id, false));

        assertThat(QuarkusTransaction.requiringNew().call(detach::settled)).isTrue();
    }

    @Test
    void keepsTheRowOfACreateThatLeftSomethingBehind() {
        Disk disk = lab.disk();
        Act create =
                acts.create()
                        .make(
                                new CreateDisk.Payload(
                                        disk.id,
                                        disk.name,
                                        new ByteSize(1 << 20),
                                        disk.format,
                                        false,
                                        null));

        inTransaction(() -> create.abandon(new Failure.NoSpace("full")));

        assertThat(lab.disk(disk.id).state).isEqualTo(DiskState.ERROR);
        lab.succeeded(requests.delete(disk.name, Ask.PLAIN));
    }

    private static Attachment to(Vm vm) {
        return new Attachment(vm.name, null, false);
    }

    private static void inTransaction(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }
}
