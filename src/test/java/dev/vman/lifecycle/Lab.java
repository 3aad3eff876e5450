package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.Failure;
import dev.vman.host.Eventually;
import dev.vman.inventory.Disk;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Reference;
import dev.vman.inventory.RestartPolicy;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.journal.HeldByAct;
import dev.vman.journal.Journal;
import dev.vman.journal.Operation;
import dev.vman.journal.OperationState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What tests of acts do again and again, against the dry-run operator. */
@ApplicationScoped
class Lab {
    private static final Duration SOON = Duration.ofSeconds(20);
    private final VmRequests vmRequests;
    private final DiskRequests diskRequests;
    private final Journal journal;
    private final HeldByAct held;
    private final Vms vms;
    private final Disks disks;
    private final StorageLayout layout;
    private final Manifests manifests;

    Lab(
            VmRequests vmRequests,
            DiskRequests diskRequests,
            Journal journal,
            HeldByAct held,
            Vms vms,
            Disks disks,
            StorageLayout layout,
            Manifests manifests) {
        this.manifests = manifests;
        this.layout = layout;
        this.vmRequests = vmRequests;
        this.diskRequests = diskRequests;
        this.journal = journal;
        this.held = held;
        this.vms = vms;
        this.disks = disks;
    }

    static String freshName() {
        return "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    static NewVm newVm(String name, @Nullable Long diskBytes) {
        return new NewVm(
                name, null, 1, 64, null, diskBytes, null, null, null, false, null, null, false);
    }

    /** A stopped VM without a disk. */
    Vm create() {
        return create(newVm(freshName(), null));
    }

    Vm create(NewVm wanted) {
        return vm(target(succeeded(vmRequests.create(wanted, Ask.PLAIN))));
    }

    Vm running() {
        Vm vm = create();
        return vm(target(succeeded(vmRequests.start(vm.name, Ask.PLAIN))));
    }

    Answer stopByForce(Vm vm) {
        return succeeded(vmRequests.stop(vm.name, new StopOptions(true, 0), Ask.PLAIN));
    }

    Disk disk() {
        NewDisk wanted = new NewDisk(freshName(), 1 << 20, null, false);
        return disk(target(succeeded(diskRequests.create(wanted, Ask.PLAIN))));
    }

    void restartBy(Vm vm, RestartPolicy policy) {
        VmChange change = new VmChange(null, null, null, null, policy, null, null);
        succeeded(vmRequests.change(vm.name, change, Ask.PLAIN));
    }

    /** Keeps acts and looks away from the VM meanwhile. */
    void alone(UUID vm, Runnable work) {
        try (HeldByAct.Hold _ = held.hold(vm)) {
            work.run();
        }
    }

    /** Removes the rows alone, as when the database is lost some time after the VM was made. */
    void lose(Vm vm) {
        lose(vm, () -> {});
    }

    /** As above, with more that is removed in the same transaction: a pass may adopt it at once. */
    void lose(Vm vm, Runnable more) {
        Eventually.becomesTrue(() -> Files.exists(layout.vm(vm.id).manifest()));
        Runnable removal =
                () ->
                        QuarkusTransaction.requiringNew()
                                .run(() -> {
                                    disks.of(vm.id).forEach(disks::delete);
                                    disks.flush();
                                    vms.delete(vms.require(vm.id));
                                    vms.flush();
                                    more.run();
                                });
        // A manifest that is being written must not tell of the rows that are left meanwhile.
        alone(vm.id, () -> manifests.alone(vm.id, removal));
    }

    void lose(Disk disk) {
        QuarkusTransaction.requiringNew().run(() -> disks.delete(disks.require(disk.id)));
    }

    Vm vm(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> vms.require(id));
    }

    Map<String, String> labels(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> Map.copyOf(vms.require(id).labels));
    }

    Disk disk(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> disks.require(id));
    }

    boolean hasVm(String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> vms.lookUp(new Reference.ByName(name)).isPresent());
    }

    Operation ended(Answer answer) {
        return ended(((Answer.Accepted) answer).operation());
    }

    Operation ended(UUID operation) {
        Operation ended = journal.await(operation, SOON);
        assertThat(ended.state()).isNotEqualTo(OperationState.RUNNING);
        return ended;
    }

    /**
     * Told at once; or, where a look held it that very moment, by an act that had no step to do.
     */
    void assertNothingToDo(Answer answer, UUID target) {
        if (succeeded(answer) instanceof Answer.Accepted accepted) {
            assertThat(ended(accepted.operation()).step()).isEqualTo("queued");
        } else {
            assertThat(answer).isEqualTo(new Answer.Unchanged(target));
        }
    }

    Answer succeeded(Answer answer) {
        if (answer instanceof Answer.Accepted accepted) {
            Operation operation = ended(accepted.operation());
            assertThat(operation.state())
                    .as(() -> journal.failure(operation).map(Failure::detail).orElse(""))
                    .isEqualTo(OperationState.SUCCEEDED);
        }
        return answer;
    }

    /** Throws why it failed, as a refusal in its turn does by itself. */
    void failed(Answer answer) {
        throw journal.failure(ended(answer)).orElseThrow();
    }

    static UUID target(Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted -> accepted.target();
            case Answer.Unchanged(UUID target) -> target;
            case Answer.Planned(Answer.Plan plan) -> plan.target();
        };
    }
}
