package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.Protocol;
import dev.vman.inventory.Vm;
import dev.vman.journal.Act;
import dev.vman.operator.MachineSpec;
import dev.vman.operator.NicPlace;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Acts on NICs, carried out by the journal on the dry-run operator. */
@QuarkusTest
class NicActsTest {
    private static final NewNic ANY = new NewNic(null, null, null);
    private final Failure noAnswer =
            Failure.Unavailable.now("vm-unreachable", "no answer", "Wait.");
    @Inject Lab lab;
    @Inject NicRequests requests;
    @Inject NicActs acts;
    @Inject NicValues values;
    @Inject MachineSpecs specs;
    @Inject ForwardRequests forwards;
    @Inject DiskRequests disks;
    @Inject Operator operator;
    @Inject DefaultNetwork network;
    @Inject Nics nics;

    private Nic added(Vm vm) {
        Answer answer = lab.succeeded(requests.attach(vm.name, ANY, Ask.PLAIN));
        return nic(Lab.target(answer)).orElseThrow();
    }

    private Optional<Nic> nic(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> nics.findByIdOptional(id));
    }

    private List<Nic> of(Vm vm) {
        return QuarkusTransaction.requiringNew().call(() -> nics.of(vm.id));
    }

    private List<String> plugged(Vm vm) {
        return operator.held(vm.id).orElseThrow().devices().nics().stream()
                .map(nic -> nic.deviceId())
                .sorted()
                .toList();
    }

    @Test
    void goInAndOutOfARunningMachine() {
        Vm vm = lab.running();

        Nic nic = added(vm);

        assertThat(nic.slot).isEqualTo(1);
        assertThat(nic.port).isEqualTo(11);
        assertThat(plugged(vm)).containsExactly("nic0", "nic1");
        lab.succeeded(requests.detach(vm.name, nic.mac.value(), false, Ask.PLAIN));
        assertThat(plugged(vm)).containsExactly("nic0");
        assertThat(of(vm)).hasSize(1);
        assertThatThrownBy(() -> requests.detach(vm.name, nic.id.toString(), false, Ask.PLAIN))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void haveTheSamePlaceHotAndCold() {
        Vm vm = lab.create();
        Nic first = added(vm);
        Nic second = added(vm);

        lab.succeeded(requests.detach(vm.name, first.id.toString(), false, Ask.PLAIN));

        assertThat(specs.of(vm.id).nics())
                .extracting(MachineSpec.NicSpec::place)
                .containsExactly(NicPlace.fixed(0), new NicPlace(2, Optional.of(10)));
        assertThat(nic(second.id).orElseThrow().slot).isEqualTo(2);
        assertThat(added(vm).slot).as("a hole is filled").isEqualTo(1);
    }

    @Test
    void shareThePortsWithDisksFromTheOtherEnd() {
        Vm vm = lab.running();
        for (int port = 11; port > 4; port--) {
            assertThat(added(vm).port).isEqualTo(port);
        }
        for (int slot = 0; slot < 5; slot++) {
            assertThat(attached(vm, DiskBus.VIRTIO).slot).isEqualTo(slot);
        }

        assertThatThrownBy(() -> attached(vm, DiskBus.VIRTIO))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("slots taken");
        assertThat(attached(vm, DiskBus.SCSI).slot).isZero();
        assertThatThrownBy(() -> requests.attach(vm.name, ANY, Ask.PLAIN))
                .extracting(e -> ((Failure) e).code())
                .isEqualTo("too-many-nics");
    }

    @Test
    void areRefusedWhereDisksHaveAllPorts() {
        Vm vm = lab.running();
        for (int slot = 0; slot < 12; slot++) {
            Disk _ = attached(vm, DiskBus.VIRTIO);
        }

        assertThatThrownBy(() -> requests.attach(vm.name, ANY, Ask.PLAIN))
                .extracting(e -> ((Failure) e).code())
                .isEqualTo("no-free-slot");
        assertThat(of(vm)).hasSize(1);
    }

    private Disk attached(Vm vm, DiskBus bus) {
        Disk disk = lab.disk();
        lab.succeeded(disks.attach(disk.name, new Attachment(vm.name, bus, false), Ask.PLAIN));
        return lab.disk(disk.id);
    }

    @Test
    void stayWhereTheBusLetsNothingGo() {
        Vm vm = lab.running();
        String cold = of(vm).getFirst().id.toString();

        assertThatThrownBy(() -> requests.detach(vm.name, cold, false, Ask.PLAIN))
                .extracting(e -> ((Failure) e).code())
                .isEqualTo("not-hot-pluggable");
        lab.stopByForce(vm);
        lab.succeeded(requests.detach(vm.name, cold, false, Ask.PLAIN));

        assertThat(of(vm)).isEmpty();
        assertThat(specs.of(vm.id).nics()).isEmpty();
        network.start(new io.quarkus.runtime.StartupEvent());
        assertThat(of(vm)).as("its user wants none").isEmpty();
    }

    @Test
    void stayWhileForwardsLeadToThem() {
        Vm vm = lab.create();
        String first = of(vm).getFirst().id.toString();
        NewForward wanted = new NewForward(Protocol.TCP, null, 22);
        Answer forward = lab.succeeded(forwards.create(vm.name, wanted, Ask.PLAIN));

        assertThatThrownBy(() -> requests.detach(vm.name, first, false, Ask.PLAIN))
                .extracting(e -> ((Failure) e).code())
                .isEqualTo("nic-has-forwards");
        lab.succeeded(forwards.delete(vm.name, Lab.target(forward), Ask.PLAIN));
        lab.succeeded(requests.detach(vm.name, first, false, Ask.PLAIN));
        assertThatThrownBy(() -> lab.failed(forwards.create(vm.name, wanted, Ask.PLAIN)))
                .extracting(e -> ((Failure) e).code())
                .isEqualTo("no-first-nic");
    }

    @Test
    void areKeptUntilItIsKnownWhetherQemuHasThem() {
        Vm vm = lab.running();
        NicPlan plan = QuarkusTransaction.requiringNew().call(() -> values.plan(vm.id, ANY));
        Act attach = acts.attach().make(new AttachNic.Payload(vm.id, plan));

        lab.alone(
                vm.id,
                () -> {
                    inTransaction(attach::admit);
                    inTransaction(() -> attach.abandon(noAnswer));

                    assertThat(nic(plan.id()).orElseThrow().detachPending).isTrue();
                    assertThat(specs.of(vm.id).nics()).as("of the next start").hasSize(1);
                    inTransaction(() -> attach.fail(noAnswer));
                });

        assertThat(nic(plan.id())).isEmpty();
    }

    @Test
    void stayPendingWhenADetachWasNotAnswered() {
        Vm vm = lab.running();
        Nic nic = added(vm);
        Act detach = acts.detach().make(new DetachNic.Payload(vm.id, nic.id, false, null));

        lab.alone(
                vm.id,
                () -> {
                    inTransaction(() -> detach.fail(noAnswer));
                    assertThat(nic(nic.id).orElseThrow().detachPending).isTrue();
                    inTransaction(() -> detach.fail(new Failure.Conflict("x", "refused", null)));
                });

        assertThat(nic(nic.id).orElseThrow().detachPending).isFalse();
    }

    @Test
    void endWellThoughTheObserverSawTheReleaseFirst() {
        Vm vm = lab.running();
        Nic nic = added(vm);
        Act detach = acts.detach().make(new DetachNic.Payload(vm.id, nic.id, false, null));

        lab.alone(
                vm.id,
                () -> {
                    inTransaction(detach::admit);
                    inTransaction(() -> nics.delete(nics.findById(nic.id)));

                    detach.steps().forEach(step -> step.perform(() -> false));
                    inTransaction(detach::succeed);
                    inTransaction(() -> detach.fail(noAnswer));
                });

        assertThat(nic(nic.id)).isEmpty();
    }

    private static void inTransaction(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }
}
