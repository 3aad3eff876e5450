package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import dev.vman.host.Eventually;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.RestartPolicy;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.IdempotencyKey;
import dev.vman.journal.Journal;
import dev.vman.journal.Operation;
import dev.vman.journal.OperationState;
import dev.vman.operator.VmFolders;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Acts on VMs, carried out by the journal on the dry-run operator. */
@QuarkusTest
class VmActsTest {
    private static final StopOptions BY_FORCE = new StopOptions(true, 0);
    @Inject Lab lab;
    @Inject VmRequests requests;
    @Inject Requests last;
    @Inject VmActs acts;
    @Inject Vms vms;
    @Inject Journal journal;
    @Inject StorageLayout layout;

    @Test
    void takesAVmThroughItsLife() {
        Vm vm = lab.create(Lab.newVm(Lab.freshName(), 1L << 20));
        assertThat(vm.state).isEqualTo(VmState.STOPPED);
        Eventually.becomesTrue(() -> Files.exists(layout.vm(vm.id).manifest()));
        assertThat(layout.vm(vm.id).manifest()).content().contains(vm.name);

        lab.succeeded(requests.start(vm.name, Ask.PLAIN));
        assertThat(lab.vm(vm.id).state).isEqualTo(VmState.RUNNING);
        assertThat(Vms.process(lab.vm(vm.id))).isPresent();
        lab.succeeded(requests.restart(vm.name, BY_FORCE, Ask.PLAIN));
        assertThat(lab.vm(vm.id).state).isEqualTo(VmState.RUNNING);
        lab.succeeded(requests.stop(vm.name, BY_FORCE, Ask.PLAIN));
        assertThat(lab.vm(vm.id).state).isEqualTo(VmState.STOPPED);
        assertThat(Vms.process(lab.vm(vm.id))).isEmpty();
        lab.succeeded(requests.delete(vm.name, false, Ask.PLAIN));

        assertThat(lab.hasVm(vm.name)).isFalse();
        assertThat(VmFolders.exists(layout.vm(vm.id))).isFalse();
    }

    @Test
    void namesOperationsByWhatTheyDo() {
        Vm vm = lab.running();

        assertThat(lab.ended(requests.pause(vm.name, Ask.PLAIN)).kind()).isEqualTo("vm.pause");
        assertThat(lab.ended(requests.resume(vm.name, Ask.PLAIN)).kind()).isEqualTo("vm.resume");
        assertThat(lab.ended(requests.reset(vm.name, Ask.PLAIN)).kind()).isEqualTo("vm.reset");
    }

    @Test
    void startsOnceHoweverManyAskAtOnce() throws Exception {
        Vm vm = lab.create();

        List<Answer> answers = atOnce(10, () -> requests.start(vm.name, Ask.PLAIN));

        assertThat(answers).allSatisfy(lab::succeeded);
        assertThat(lab.vm(vm.id).state).isEqualTo(VmState.RUNNING);
    }

    @Test
    void startsNothingAgainThatWasStoppedMeanwhile() {
        Vm vm = lab.create();
        lab.restartBy(vm, RestartPolicy.ALWAYS);
        change(vm, VmState.CRASHED, DesiredState.STOPPED);

        Operation operation = lab.ended(requests.startAgain(vm.id, 1));

        assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(lab.vm(vm.id).state).isEqualTo(VmState.CRASHED);
    }

    @Test
    void startsNothingAgainWhosePolicyBecameNever() {
        Vm vm = lab.create();
        change(vm, VmState.CRASHED, DesiredState.RUNNING);

        lab.ended(requests.startAgain(vm.id, 1));

        assertThat(lab.vm(vm.id).state).isEqualTo(VmState.CRASHED);
    }

    @Test
    void startsAgainWhatDiedAndCountsIt() {
        Vm vm = lab.create();
        lab.restartBy(vm, RestartPolicy.ON_CRASH);
        change(vm, VmState.CRASHED, DesiredState.RUNNING);

        lab.ended(requests.startAgain(vm.id, 3));

        assertThat(lab.vm(vm.id).state).isEqualTo(VmState.RUNNING);
        assertThat(lab.vm(vm.id).restarts).isEqualTo(3);
    }

    @Test
    void holdsAnAbandonedStartForUnreachableAndAFailedOneForError() {
        Vm vm = lab.create();
        Act start = acts.start().make(new StartVm.Payload(vm.id, 0));
        Failure why = new Failure.HostFailure("x", "no luck", null, null);

        lab.alone(
                vm.id,
                () -> {
                    inTransaction(start::admit);
                    inTransaction(() -> start.abandon(why));
                    assertThat(lab.vm(vm.id).state).isEqualTo(VmState.UNREACHABLE);
                    inTransaction(() -> start.fail(why));
                });

        assertThat(lab.vm(vm.id).state).isEqualTo(VmState.ERROR);
        assertThat(lab.vm(vm.id).stateReason).isEqualTo("no luck");
    }

    @Test
    void neverCallsAVmWithoutProcessWhoseStopFailed() {
        Vm vm = lab.running();
        Failure why = new Failure.HostFailure("x", "can't tell", null, null);

        List<Act> stops =
                List.of(
                        acts.stop().make(new StopVm.Payload(vm.id, BY_FORCE)),
                        acts.restart().make(new RestartVm.Payload(vm.id, BY_FORCE)),
                        acts.delete().make(new DeleteVm.Payload(vm.id, true, null)));

        lab.alone(
                vm.id,
                () ->
                        stops.forEach(act -> {
                            inTransaction(act::admit);
                            inTransaction(() -> act.fail(why));

                            assertThat(lab.vm(vm.id).state).isEqualTo(VmState.STOPPING);
                            assertThat(lab.vm(vm.id).stateReason).isEqualTo("can't tell");
                            assertThat(Vms.process(lab.vm(vm.id))).isPresent();
                        }));

        lab.succeeded(requests.delete(vm.name, true, Ask.PLAIN));
    }

    @Test
    void callsARestartAnErrorWhenItsStartFails() {
        Vm vm = lab.create();
        Act start = acts.start().make(new StartVm.Payload(vm.id, 0));
        Act restart = acts.restart().make(new RestartVm.Payload(vm.id, BY_FORCE));
        Failure why = new Failure.Invalid("start-failed", "no luck", null);

        lab.alone(
                vm.id,
                () -> {
                    inTransaction(start::admit);
                    inTransaction(() -> restart.fail(why));
                });

        assertThat(lab.vm(vm.id).state).isEqualTo(VmState.ERROR);
    }

    @Test
    void keepsTheRowsOfACreateThatLeftSomethingBehind() {
        Vm vm = lab.create(Lab.newVm(Lab.freshName(), 1L << 20));
        Act create = acts.create().make(payloadOf(vm));

        inTransaction(() -> create.abandon(new Failure.NoSpace("The storage is full.")));

        assertThat(lab.vm(vm.id).state).isEqualTo(VmState.ERROR);
        assertThat(lab.vm(vm.id).stateReason).contains("The storage is full.");
        lab.succeeded(requests.delete(vm.name, false, Ask.PLAIN));
        assertThat(lab.hasVm(vm.name)).isFalse();
    }

    @Test
    void takesTheRowsOfAFailedCreateBack() {
        Vm vm = lab.create(Lab.newVm(Lab.freshName(), 1L << 20));
        Act create = acts.create().make(payloadOf(vm));

        inTransaction(() -> create.fail(new Failure.NoSpace("The storage is full.")));

        assertThat(lab.hasVm(vm.name)).isFalse();
    }

    @Test
    void givesTwinsOfOneKeyOneVm() throws Exception {
        String name = Lab.freshName();
        Ask ask =
                new Ask(
                        Optional.of(new IdempotencyKey("key-" + name, "hash")),
                        Optional.empty(),
                        false,
                        true);

        List<Answer> answers = atOnce(8, () -> requests.create(Lab.newVm(name, null), ask));

        assertThat(answers).allSatisfy(lab::succeeded);
        assertThat(answers.stream().map(Lab::target).distinct()).hasSize(1);
        assertThat(lab.vm(Lab.target(answers.getFirst())).name).isEqualTo(name);
    }

    @Test
    void answersAsATwinThatMadeItsOwnChecksFail() {
        String name = Lab.freshName();
        Ask ask =
                new Ask(
                        Optional.of(new IdempotencyKey("key-" + name, "hash")),
                        Optional.empty(),
                        false,
                        false);

        Answer answer =
                last.once(
                        ask,
                        () -> {
                            lab.succeeded(requests.create(Lab.newVm(name, null), ask));
                            throw new Failure.Conflict("name-taken", "It has a twin.", null);
                        });

        assertThat(lab.vm(Lab.target(answer)).name).isEqualTo(name);
    }

    @Test
    void letsExactlyOneOfManyHaveAName() throws Exception {
        String name = Lab.freshName();

        List<Boolean> made =
                atOnce(
                        10,
                        () -> {
                            try {
                                Answer answer = requests.create(Lab.newVm(name, null), Ask.PLAIN);
                                return lab.ended(answer).state() == OperationState.SUCCEEDED;
                            } catch (Failure.Conflict e) {
                                return false;
                            }
                        });

        assertThat(made).containsOnlyOnce(true);
    }

    @Test
    void staysConsistentWhenStartStopAndDeleteRace() throws Exception {
        Vm vm = lab.create();

        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Answer>>> asked = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int kind = i % 3;
                asked.add(threads.submit(() -> race(vm, kind)));
            }
            for (Future<Optional<Answer>> one : asked) {
                one.get(20, TimeUnit.SECONDS).ifPresent(answers::add);
            }
        }
        answers.stream().filter(Answer.Accepted.class::isInstance).forEach(lab::ended);

        assertThat(journal.isBusy(vm.id)).isFalse();
        if (lab.hasVm(vm.name)) {
            assertThat(lab.vm(vm.id).state).isIn(VmState.STOPPED, VmState.RUNNING);
            lab.succeeded(requests.delete(vm.name, true, Ask.PLAIN));
        }
        assertThat(VmFolders.exists(layout.vm(vm.id))).isFalse();
    }

    private Optional<Answer> race(Vm vm, int kind) {
        try {
            return Optional.of(
                    switch (kind) {
                        case 0 -> requests.start(vm.name, Ask.PLAIN);
                        case 1 -> requests.stop(vm.name, BY_FORCE, Ask.PLAIN);
                        default -> requests.delete(vm.name, true, Ask.PLAIN);
                    });
        } catch (Failure.NotFound | Failure.Conflict e) {
            return Optional.empty();
        }
    }

    @Test
    void refusesWhatItsStateDoesNotAllow() {
        Vm vm = lab.create();

        assertThatThrownBy(() -> requests.pause(vm.name, Ask.PLAIN))
                .isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> requests.restart(vm.name, BY_FORCE, Ask.PLAIN))
                .isInstanceOf(Failure.Conflict.class);
        lab.assertNothingToDo(requests.stop(vm.name, BY_FORCE, Ask.PLAIN), vm.id);
    }

    private static CreateVm.Payload payloadOf(Vm vm) {
        return new CreateVm.Payload(
                vm.id,
                vm.name,
                vm.host,
                null,
                java.util.Map.of(),
                1,
                64,
                vm.machine,
                vm.cpuModel,
                vm.network,
                null,
                null,
                null,
                RestartPolicy.NEVER,
                0,
                false,
                false,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private void change(Vm vm, VmState state, DesiredState desired) {
        lab.alone(
                vm.id,
                () ->
                        inTransaction(() -> {
                            Vm row = vms.require(vm.id);
                            row.desiredState = desired;
                            vms.become(row, state, null);
                        }));
    }

    private static void inTransaction(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }

    private static <T> List<T> atOnce(int times, Callable<T> what) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> asked = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                asked.add(threads.submit(what));
            }
            for (Future<T> one : asked) {
                results.add(one.get(30, TimeUnit.SECONDS));
            }
        }
        return results;
    }
}
