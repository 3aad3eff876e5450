package dev.vman.lifecycle;

import dev.vman.inventory.DesiredState;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The way in for everything that changes VMs. Every method checks first, so that what can't be done
 * is refused without an operation, and checks again when the act has its turn. Throws {@link
 * dev.vman.Failure} to refuse.
 */
@ApplicationScoped
public class VmRequests {
    private static final Set<String> STOPS = Set.of(StopVm.KIND, RestartVm.KIND);
    private final Vms vms;
    private final NewVms newVms;
    private final VmValues values;
    private final NicValues nics;
    private final Operator operator;
    private final MachineSpecs specs;
    private final VmActs acts;
    private final Requests requests;

    VmRequests(
            Vms vms,
            NewVms newVms,
            VmValues values,
            NicValues nics,
            Operator operator,
            MachineSpecs specs,
            VmActs acts,
            Requests requests) {
        this.vms = vms;
        this.newVms = newVms;
        this.values = values;
        this.nics = nics;
        this.operator = operator;
        this.specs = specs;
        this.acts = acts;
        this.requests = requests;
    }

    public Answer create(NewVm wanted, Ask ask) {
        return requests.once(
                ask,
                () -> {
                    CreateVm.Payload payload =
                            QuarkusTransaction.requiringNew().call(() -> resolve(wanted));
                    return requests.submit(acts.create(), payload.target(), payload, ask);
                });
    }

    private CreateVm.Payload resolve(NewVm wanted) {
        CreateVm.Payload payload = newVms.resolve(wanted);
        requests.requireFree("vm", payload.name(), vms);
        return payload;
    }

    public Answer change(String reference, VmChange change, Ask ask) {
        Vm vm = require(reference);
        new Checks()
                .check(() -> values.name(change.name()))
                .check(() -> values.cpus(change.cpus()))
                .check(() -> values.memory(change.memoryMib()))
                .check(() -> values.labels(change.labels()))
                .check(() -> values.startOrder(change.startOrder()))
                .check(() -> VmValues.bootOrder(change.bootOrder()))
                .check(() -> checkNics(vm, change))
                .done();
        ChangeVm.check(vm, change);
        return requests.submit(
                acts.change(),
                vm.target(),
                new ChangeVm.Payload(vm.id, change, demanded(vm, ask)),
                ask);
    }

    private void checkNics(Vm vm, VmChange change) {
        List<NicChange> wanted = change.nics();
        if (wanted != null) {
            QuarkusTransaction.requiringNew().run(() -> nics.check(vm.id, wanted));
        }
    }

    /** Replaces what the VM's guest is told; it hears of it when it asks next. */
    public Answer setMetadata(String reference, Metadata metadata, Ask ask) {
        metadata.check("");
        return change(reference, VmChange.of(metadata), ask);
    }

    public Answer delete(String reference, boolean force, Ask ask) {
        Vm vm = require(reference);
        acts.delete().check(vm, force);
        Long version = demanded(vm, ask);
        if (force && !ask.dryRun() && requests.cancelRunning(vm.id, STOPS)) {
            // The end of what was cancelled changes what the caller has seen.
            version = null;
        }
        return requests.submit(
                acts.delete(), vm.target(), new DeleteVm.Payload(vm.id, force, version), ask);
    }

    public Answer start(String reference, Ask ask) {
        return unless(
                reference,
                ask,
                vm -> vm.state == VmState.RUNNING,
                vm -> {
                    if (!requests.isBusy(vm.id)) {
                        StartVm.check(vm);
                    }
                    List<String> command =
                            ask.dryRun() ? operator.commandLine(specs.of(vm.id)) : List.of();
                    return requests.submit(
                            acts.start(), vm.target(), new StartVm.Payload(vm.id, 0), command, ask);
                });
    }

    /**
     * Starts a VM again that died, unless it is not to be any more when its turn comes.
     *
     * @param restarts how many automatic restarts in a row this one makes
     * @return the operation
     */
    public UUID startAgain(UUID id, int restarts) {
        Vm vm = require(id.toString());
        return requests.submit(acts.start(), vm.target(), new StartVm.Payload(id, restarts));
    }

    /** A forced stop ends the wait of a gentle one, and of a restart. */
    public Answer stop(String reference, StopOptions options, Ask ask) {
        return unless(
                reference,
                ask,
                vm -> vm.state == VmState.STOPPED,
                vm -> {
                    StopVm.check(vm, options);
                    if (options.force() && !ask.dryRun()) {
                        boolean _ = requests.cancelRunning(vm.id, STOPS);
                    }
                    return requests.submit(
                            acts.stop(), vm.target(), new StopVm.Payload(vm.id, options), ask);
                });
    }

    public Answer restart(String reference, StopOptions options, Ask ask) {
        return unless(
                reference,
                ask,
                _ -> false,
                vm -> {
                    if (!requests.isBusy(vm.id)) {
                        RestartVm.check(vm, options);
                    }
                    return requests.submit(
                            acts.restart(),
                            vm.target(),
                            new RestartVm.Payload(vm.id, options),
                            ask);
                });
    }

    public Answer pause(String reference, Ask ask) {
        return steer(
                reference,
                SteerVm.Command.PAUSE,
                ask,
                // One that was halted for another reason is not to go on with that reason.
                vm -> vm.state == VmState.PAUSED && vm.desiredState == DesiredState.PAUSED);
    }

    /**
     * Lets a guest go on that was halted because there was no room for what it wrote.
     *
     * @return the operation; empty when its user does not want it to run (any more)
     */
    public Optional<UUID> goOn(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> vms.findByIdOptional(id))
                .filter(SteerVm::mayGoOn)
                .map(vm ->
                        requests.submit(
                                acts.steer(),
                                vm.target(),
                                new SteerVm.Payload(vm.id, SteerVm.Command.GO_ON)));
    }

    public Answer resume(String reference, Ask ask) {
        return steer(reference, SteerVm.Command.RESUME, ask, vm -> vm.state == VmState.RUNNING);
    }

    public Answer reset(String reference, Ask ask) {
        return steer(reference, SteerVm.Command.RESET, ask, _ -> false);
    }

    private Answer steer(
            String reference, SteerVm.Command command, Ask ask, Predicate<Vm> already) {
        return unless(
                reference,
                ask,
                already,
                vm -> {
                    if (!requests.isBusy(vm.id)) {
                        SteerVm.check(vm, command);
                    }
                    return requests.submit(
                            acts.steer(), vm.target(), new SteerVm.Payload(vm.id, command), ask);
                });
    }

    /** Nothing to do when it is so already and nothing is about to change it. */
    private Answer unless(
            String reference, Ask ask, Predicate<Vm> already, Function<Vm, Answer> request) {
        return requests.once(
                ask,
                () -> {
                    Vm vm = require(reference);
                    boolean settled = already.test(vm) && !requests.isBusy(vm.id);
                    return settled ? new Answer.Unchanged(vm.id) : request.apply(vm);
                });
    }

    private Vm require(String reference) {
        return QuarkusTransaction.requiringNew()
                .call(() -> vms.require(Reference.parse(reference)));
    }

    private static @Nullable Long demanded(Vm vm, Ask ask) {
        return Versions.demanded(ask, vm.version, "VM '" + vm.name + "'");
    }
}
