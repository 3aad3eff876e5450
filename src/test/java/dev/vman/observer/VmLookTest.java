package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Eventually;
import dev.vman.host.ExitStatus;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessTable;
import dev.vman.inventory.AddressPool;
import dev.vman.inventory.Crash;
import dev.vman.inventory.Crashes;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Nics;
import dev.vman.inventory.Rows;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.HeldByAct;
import dev.vman.journal.Journal;
import dev.vman.operator.Autopsy;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.FakeMachine;
import dev.vman.operator.FakeOperator;
import dev.vman.operator.LiveDevices;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.MachineStatus;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looks at rows of the real database, with machines that only a test knows. */
@QuarkusTest
class VmLookTest {
    private static final ProcessIdentity PROCESS = new ProcessIdentity("dry-run", 1L << 40, 0);
    private static final ExitStatus UNKNOWN = new ExitStatus.Unknown("adopted");
    @Inject Vms vms;
    @Inject Disks disks;
    @Inject Nics nics;
    @Inject AddressPool addresses;
    @Inject Journal journal;
    @Inject HeldByAct held;
    @Inject Event<VmDied> deathEvent;
    @Inject Event<VmStalled> stallEvent;
    @Inject Deaths deaths;
    @Inject Crashes crashes;
    @Inject Autopsy autopsy;
    private final FakeOperator operator = new FakeOperator();
    private final FakeMachine machine = new FakeMachine(PROCESS);
    private VmLook look;
    private UUID vm;

    @BeforeEach
    void haveARunningVm() {
        look =
                new VmLook(
                        vms,
                        journal,
                        new MachineReader(operator, ProcessTable.ofThisHost(), disks),
                        new PendingDetaches(
                                vms,
                                disks,
                                journal,
                                operator,
                                new PendingNics(vms, nics, addresses, journal, operator)),
                        operator,
                        deathEvent,
                        new Coroner(autopsy, journal, crashes, operator),
                        stallEvent);
        Vm row = Rows.vm(VmState.RUNNING);
        row.desiredState = DesiredState.RUNNING;
        inTransaction(() -> {
            vms.add(row);
            vms.runsAs(row, PROCESS);
        });
        vm = row.id;
        operator.held.put(vm, machine);
    }

    @AfterEach
    void removeIt() {
        inTransaction(() -> {
            disks.of(vm).forEach(disks::remove);
            disks.flush();
            vms.findByIdOptional(vm).ifPresent(vms::remove);
        });
    }

    @Test
    void onlyConfirmsWhatIsRight() {
        long version = row().version;

        assertThat(look.at(vm)).isEqualTo(VmLook.Outcome.DONE);

        assertThat(row().state).isEqualTo(VmState.RUNNING);
        assertThat(row().version).isEqualTo(version);
    }

    @Test
    void correctsWhatIsNot() {
        machine.status = new MachineStatus.Answered("paused");

        look.at(vm);

        assertThat(row().state).isEqualTo(VmState.PAUSED);
        assertThat(machine.unrecorded).isFalse();
    }

    @Test
    void saysWhyAMachineWasHaltedAtAWriteAndTellsOfIt() {
        machine.status = new MachineStatus.Answered("io-error");
        machine.stalls.add(new LiveDevices.Stall("disk-x", true));
        // So that nobody lets it go on meanwhile.
        inTransaction(() -> vms.require(vm).desiredState = DesiredState.PAUSED);

        look.at(vm);
        look.at(vm);

        assertThat(row().state).isEqualTo(VmState.PAUSED);
        assertThat(row().stateReason).startsWith("No space").contains("disk-x");
        assertThat(deaths.stallsOf(vm)).isEqualTo(2);
    }

    @Test
    void takesASilenceInOtherWordsForTheSame() {
        machine.status = new MachineStatus.Silent("no answer within 2 s");
        look.at(vm);
        long version = row().version;
        machine.status = new MachineStatus.Silent("no answer within 1.9 s");

        look.at(vm);

        assertThat(row().stateReason).contains("within 2 s");
        assertThat(row().version).isEqualTo(version);
    }

    @Test
    void callsASilentMachineUnreachableAndHealsIt() {
        machine.status = new MachineStatus.Silent("stopped by a signal");
        look.at(vm);
        assertThat(row().state).isEqualTo(VmState.UNREACHABLE);
        assertThat(row().stateReason).contains("stopped by a signal");
        assertThat(Vms.process(row())).contains(PROCESS);

        machine.status = new MachineStatus.Answered("running");
        look.at(vm);

        assertThat(row().state).isEqualTo(VmState.RUNNING);
        assertThat(deaths.includes(vm)).isFalse();
    }

    @Test
    void tellsOfADeathAndAddsItsCauseWhenThatIsKnown() {
        machine.die(new LiveMachine.Death(UNKNOWN, false, Optional.empty(), ""));
        look.at(vm);
        assertThat(row().state).isEqualTo(VmState.CRASHED);
        assertThat(deaths.includes(vm)).isTrue();
        assertThat(operator.held).as("held until its cause is known").containsKey(vm);

        machine.die(
                new LiveMachine.Death(new ExitStatus.Killed(9), false, Optional.empty(), "bye"));
        look.at(vm);

        assertThat(row().stateReason).contains("SIGKILL").contains("bye");
        Crash crash = QuarkusTransaction.requiringNew().call(() -> crashes.of(vm)).orElseThrow();
        assertThat(crash.signal()).isEqualTo("SIGKILL");
        assertThat(crash.pid()).as("of the process that is forgotten").isEqualTo(PROCESS.pid());
        assertThat(crash.operation()).isNull();
        assertThat(operator.held).doesNotContainKey(vm);
    }

    @Test
    void remembersThatTheGuestItselfWishedToEnd() {
        machine.die(new LiveMachine.Death(new ExitStatus.Exited(0), true, Optional.empty(), ""));

        look.at(vm);

        assertThat(row().state).isEqualTo(VmState.STOPPED);
        assertThat(row().desiredState).isEqualTo(DesiredState.STOPPED);
    }

    @Test
    void looksAgainWhenTheRecordMovedMeanwhile() {
        machine.status = new MachineStatus.Answered("paused");
        machine.whenAsked = () -> change(row -> row.cpus = 2);

        assertThat(look.at(vm)).isEqualTo(VmLook.Outcome.AGAIN);

        assertThat(row().state).isEqualTo(VmState.RUNNING);
        machine.whenAsked = () -> {};
        assertThat(look.at(vm)).isEqualTo(VmLook.Outcome.DONE);
        assertThat(row().state).isEqualTo(VmState.PAUSED);
    }

    @Test
    void leavesAloneWhatAnActHolds() {
        machine.status = new MachineStatus.Answered("paused");

        try (HeldByAct.Hold _ = held.hold(vm)) {
            look.at(vm);
        }

        assertThat(row().state).isEqualTo(VmState.RUNNING);
    }

    @Test
    void waitsForAnotherLookAndTellsWhatItHasSeenItself() throws InterruptedException {
        AtomicBoolean corrects = new AtomicBoolean();
        AtomicBoolean goesOn = new AtomicBoolean();
        Thread.startVirtualThread(() ->
                journal.ifFree(
                        Set.of(vm),
                        () -> {
                            corrects.set(true);
                            Eventually.becomesTrue(goesOn::get);
                        }));
        Eventually.becomesTrue(corrects::get);
        machine.status = new MachineStatus.Answered("paused");
        machine.whenAsked = () -> goesOn.set(true);

        look.at(vm);

        assertThat(row().state).isEqualTo(VmState.PAUSED);
    }

    @Test
    void leavesADeathToTheLookThatKnowsItsCause() {
        machine.status = new MachineStatus.Gone(new ExitStatus.Unknown("not known yet"));

        look.at(vm);

        assertThat(row().state).isEqualTo(VmState.RUNNING);
        assertThat(operator.held).containsKey(vm);
        assertThat(machine.unrecorded).as("that is looked at again").isTrue();

        machine.die(new LiveMachine.Death(new ExitStatus.Killed(9), false, Optional.empty(), ""));
        look.at(vm);

        assertThat(row().state).isEqualTo(VmState.CRASHED);
        assertThat(row().stateReason).contains("SIGKILL");
    }

    @Test
    void takesNothingForGoneThatItCanNotTell() {
        operator.held.clear();
        change(Vm::forgetProcess);

        look.at(vm);

        assertThat(row().state).isEqualTo(VmState.RUNNING);
    }

    @Test
    void letsADiskGoWhenTheGuestHasReleasedIt() {
        Disk disk = pendingDisk();
        machine.drives.add(new LiveDevices.PluggedDrive(DriveSpec.deviceId(disk.id), "n", 1));
        look.at(vm);
        assertThat(disk(disk).state).isEqualTo(DiskState.ATTACHED);

        machine.drives.clear();
        look.at(vm);

        assertThat(disk(disk).state).isEqualTo(DiskState.AVAILABLE);
        assertThat(disk(disk).vm).isNull();
        assertThat(disk(disk).detachPending).isFalse();
        inTransaction(() -> disks.deleteById(disk.id));
    }

    @Test
    void letsADiskGoWhenItsVmWasStopped() {
        Disk disk = pendingDisk();
        operator.held.clear();
        inTransaction(() -> vms.become(vms.require(vm), VmState.STOPPED, null));

        look.at(vm);

        assertThat(disk(disk).state).isEqualTo(DiskState.AVAILABLE);
        inTransaction(() -> disks.deleteById(disk.id));
    }

    @Test
    void looksAtNothingThatIsNotThere() {
        assertThat(look.at(UUID.randomUUID())).isEqualTo(VmLook.Outcome.DONE);
    }

    private Disk pendingDisk() {
        Disk disk = Rows.attached(Rows.disk(), row(), DiskBus.VIRTIO, 0);
        disk.detachPending = true;
        inTransaction(() -> disks.add(disk));
        return disk;
    }

    private Disk disk(Disk disk) {
        return QuarkusTransaction.requiringNew().call(() -> disks.require(disk.id));
    }

    private Vm row() {
        return QuarkusTransaction.requiringNew().call(() -> vms.require(vm));
    }

    private void change(Consumer<Vm> how) {
        inTransaction(() -> {
            Vm row = vms.require(vm);
            how.accept(row);
            vms.changed(row);
        });
    }

    private static void inTransaction(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }
}
