package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.host.HostFacts;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.Vms;
import dev.vman.journal.Step;
import dev.vman.journal.StepContext;
import dev.vman.operator.LaunchRecord;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.MachineSpec;
import dev.vman.operator.MachineStatus;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The steps from a VM without a process to a running guest: spawn stopped, with its place on its
 * networks, commit the identity, go.
 */
@ApplicationScoped
class StartSteps {
    private static final Duration READY = Duration.ofSeconds(30);
    // One that was spawned just before its daemon died may still be getting ready.
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Set<String> NOT_BEGUN = Set.of("prelaunch", "inmigrate");

    /** What it takes to hear of a death that has happened. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Operator operator;
    private final MachineSpecs specs;
    private final MachineSpawning spawning;
    private final LaunchRecord launches;
    private final Vms vms;
    private final HostFacts host;
    private final StartRush rush;

    StartSteps(
            Operator operator,
            MachineSpecs specs,
            MachineSpawning spawning,
            LaunchRecord launches,
            Vms vms,
            HostFacts host,
            StartRush rush) {
        this.operator = operator;
        this.specs = specs;
        this.spawning = spawning;
        this.launches = launches;
        this.vms = vms;
        this.host = host;
        this.rush = rush;
    }

    List<Step> of(UUID vm) {
        return of(vm, noProcessOf(vm));
    }

    /** As above, where the search that its first step needs may have begun. */
    List<Step> of(UUID vm, ProcessAbsence noProcess) {
        // The act holds the VM, so one reading serves all of its steps.
        Once<MachineSpec> spec = new Once<>(() -> specs.of(vm));
        return List.of(new Spawn(vm, spec, noProcess), new Go(vm, spec));
    }

    ProcessAbsence noProcessOf(UUID vm) {
        return new ProcessAbsence(operator, vm);
    }

    private final class Spawn implements Step {
        private final UUID vm;
        private final Once<MachineSpec> spec;
        private final ProcessAbsence noProcess;

        Spawn(UUID vm, Once<MachineSpec> spec, ProcessAbsence noProcess) {
            this.vm = vm;
            this.spec = spec;
            this.noProcess = noProcess;
        }

        @Override
        public String name() {
            return "spawn";
        }

        /**
         * Refuses where a QEMU of this VM runs, so that whatever the probe or the undoing finds has
         * been spawned by this step. Reads the rows while they are at hand.
         */
        @Override
        public void announced() {
            noProcess.begin();
            MachineSpec _ = spec.get();
            noProcess.require();
        }

        @Override
        public Probe probe() {
            return switch (operator.find(vm)) {
                case Presence.Present<ProcessIdentity>(ProcessIdentity found) -> {
                    operator.hold(vm, found);
                    yield Probe.DONE;
                }
                case Presence.Absent<ProcessIdentity> _ -> Probe.NOT_DONE;
                case Presence.Unknown<ProcessIdentity> _ -> Probe.COULD_NOT_TELL;
            };
        }

        @Override
        public void perform(StepContext context) {
            spawning.spawn(vm, spec.get());
        }

        /**
         * Ends what was spawned, whose guest has never run or could not be started, and proves that
         * nothing runs, so that the VM's memory and disks are free.
         */
        @Override
        public void undo() {
            if (probe() == Probe.DONE) {
                operator.held(vm).ifPresent(this::end);
            }
            operator.release(vm);
            noProcessOf(vm).require();
        }

        private void end(LiveMachine machine) {
            var _ = machine.stop(new LiveMachine.StopRequest(true, Duration.ZERO), () -> false);
        }
    }

    /** No guest runs whose process is not recorded: its identity is committed before. */
    private final class Go implements Step {
        private final UUID vm;
        private final Once<MachineSpec> spec;
        private @Nullable Runnable unconfirmed;

        Go(UUID vm, Once<MachineSpec> spec) {
            this.vm = vm;
            this.spec = spec;
        }

        @Override
        public String name() {
            return "go";
        }

        @Override
        public void announced() {
            vms.runsAs(vms.require(vm), machine().process());
        }

        /** A guest that runs already may not be ended for want of an answer. */
        @Override
        public Probe probe() {
            return operator.held(vm)
                    .map(Go::probe)
                    .orElseGet(() ->
                            switch (operator.find(vm)) {
                                case Presence.Present<ProcessIdentity>(ProcessIdentity found) ->
                                        probe(operator.hold(vm, found));
                                case Presence.Absent<ProcessIdentity> _ -> Probe.NOT_DONE;
                                case Presence.Unknown<ProcessIdentity> _ -> Probe.COULD_NOT_TELL;
                            });
        }

        private static Probe probe(LiveMachine machine) {
            return switch (machine.status(ANSWER)) {
                case MachineStatus.Answered(String runState) when NOT_BEGUN.contains(runState) ->
                        Probe.NOT_DONE;
                case MachineStatus.Answered _ -> Probe.DONE;
                case MachineStatus.Gone _ -> Probe.NOT_DONE;
                case MachineStatus.Silent _ -> Probe.COULD_NOT_TELL;
            };
        }

        @Override
        public void perform(StepContext context) {
            if (operator.held(vm).isEmpty() && wasBeforeReboot()) {
                spawnAgain();
            }
            LiveMachine machine = machine();
            awaitReady(machine);
            Runnable confirmation = letRun(machine);
            if (rush.isOver()) {
                unconfirmed = confirmation;
            } else {
                // Many that are slow at once would keep the database's connections from others.
                confirmation.run();
            }
        }

        @Override
        public void confirm() {
            if (unconfirmed != null) {
                unconfirmed.run();
            }
        }

        private void awaitReady(LiveMachine machine) {
            try (StartRush.Place _ = rush.join()) {
                launches.write(spec.get(), machine.process());
                machine.awaitReady(READY);
            }
            try {
                rush.awaitOthers();
            } catch (InterruptedException e) {
                // The guest may run as well now.
                Thread.currentThread().interrupt();
            }
        }

        /** Returns what waits for QEMU's word for it. */
        private static Runnable letRun(LiveMachine machine) {
            try {
                Runnable answer = machine.beginResume();
                return () -> await(answer, machine);
            } catch (Failure.Unavailable e) {
                throw orItsDeath(machine, e);
            }
        }

        private static void await(Runnable answer, LiveMachine machine) {
            try {
                answer.run();
            } catch (Failure.Unavailable e) {
                throw orItsDeath(machine, e);
            }
        }

        /** One that has died since it was ready says why. */
        private static Failure orItsDeath(LiveMachine machine, Failure.Unavailable silence) {
            machine.awaitReady(LAST_WORDS);
            return silence;
        }

        private boolean wasBeforeReboot() {
            return QuarkusTransaction.requiringNew()
                    .call(() -> Vms.process(vms.require(vm)))
                    .filter(process -> !process.bootId().equals(host.bootId()))
                    .isPresent();
        }

        /** What was spawned is gone with the host, whether or not its guest had begun to run. */
        private void spawnAgain() {
            if (operator.find(vm).isAbsent()) {
                spawning.spawn(vm, spec.get());
            }
            ProcessIdentity process = machine().process();
            QuarkusTransaction.requiringNew().run(() -> vms.runsAs(vms.require(vm), process));
        }

        /** The machine that was spawned, perhaps by a daemon before this one. */
        private LiveMachine machine() {
            return operator.held(vm)
                    .or(() -> operator.find(vm).found().map(found -> operator.hold(vm, found)))
                    .orElseThrow(() -> launches.died(spec.get()));
        }

        /** The process is the spawn's to end. */
        @Override
        public void undo() {}
    }
}
