package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.host.HostFacts;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.Vms;
import dev.vman.journal.Step;
import dev.vman.journal.StepContext;
import dev.vman.operator.DiskFiles;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.LaunchRecord;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.MachineSpec;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The steps from a VM without a process to a running guest: spawn stopped, commit the identity, go.
 */
@ApplicationScoped
class StartSteps {
    private static final Duration READY = Duration.ofSeconds(30);
    private final Operator operator;
    private final MachineSpecs specs;
    private final DiskFiles diskFiles;
    private final LaunchRecord launches;
    private final Vms vms;
    private final HostFacts host;

    StartSteps(
            Operator operator,
            MachineSpecs specs,
            DiskFiles diskFiles,
            LaunchRecord launches,
            Vms vms,
            HostFacts host) {
        this.operator = operator;
        this.specs = specs;
        this.diskFiles = diskFiles;
        this.launches = launches;
        this.vms = vms;
        this.host = host;
    }

    List<Step> of(UUID vm) {
        // The act holds the VM, so one reading serves all of its steps.
        Once<MachineSpec> spec = new Once<>(() -> specs.of(vm));
        return List.of(
                new SimpleStep("prepare", () -> prepare(spec.get()), () -> unprepare(vm)),
                new Spawn(vm, spec),
                SimpleStep.of("record", () -> record(vm, spec)),
                SimpleStep.of("go", () -> go(vm, spec)));
    }

    private void prepare(MachineSpec spec) {
        spec.drives().forEach(this::requireFile);
        requireNoProcess(spec.id());
        operator.prepare(spec);
    }

    /** Proves that nothing runs, so that the VM's memory and disks are free. */
    private void unprepare(UUID vm) {
        operator.release(vm);
        requireNoProcess(vm);
    }

    private void requireNoProcess(UUID vm) {
        switch (operator.find(vm)) {
            case Presence.Absent<ProcessIdentity> _ -> {}
            case Presence.Present<ProcessIdentity>(ProcessIdentity found) ->
                    throw new Failure.Conflict(
                            "process-exists",
                            "A QEMU of this VM runs already, as process " + found.pid() + ".",
                            "Stop the VM by force, then start it.");
            case Presence.Unknown<ProcessIdentity>(String reason) ->
                    throw Failure.Unavailable.now(
                            "process-unknown",
                            "It can't be told whether a QEMU of this VM runs: " + reason,
                            "Try again.");
        }
    }

    private void requireFile(DriveSpec drive) {
        Presence<Path> file = diskFiles.look(drive.disk(), drive.format());
        if (!file.isPresent()) {
            throw new Failure.Invalid(
                    "start-failed",
                    "The file of disk " + drive.disk() + " is missing: " + drive.file(),
                    "Put the file back, or detach or delete the disk.");
        }
    }

    /**
     * Makes the identity known before the guest runs. What an earlier daemon had spawned may be
     * gone, with the host for instance: its guest had not run, so it is spawned again.
     */
    private void record(UUID vm, Once<MachineSpec> spec) {
        if (operator.held(vm).isEmpty() && operator.find(vm).isAbsent()) {
            prepare(spec.get());
            operator.hold(vm, operator.spawn(spec.get()));
        }
        ProcessIdentity process = machine(vm, spec).process();
        QuarkusTransaction.requiringNew().run(() -> vms.runsAs(vms.require(vm), process));
        launches.write(spec.get(), process);
    }

    private void go(UUID vm, Once<MachineSpec> spec) {
        if (operator.held(vm).isEmpty() && wasBeforeReboot(vm)) {
            record(vm, spec);
        }
        LiveMachine machine = machine(vm, spec);
        machine.awaitReady(READY);
        machine.resume();
    }

    private boolean wasBeforeReboot(UUID vm) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Vms.process(vms.require(vm)))
                .filter(process -> !process.bootId().equals(host.bootId()))
                .isPresent();
    }

    /** The machine that the spawn step made, also when a daemon before this one made it. */
    private LiveMachine machine(UUID vm, Once<MachineSpec> spec) {
        return operator.held(vm)
                .or(() -> operator.find(vm).found().map(found -> operator.hold(vm, found)))
                .orElseThrow(() -> launches.died(spec.get()));
    }

    private final class Spawn implements Step {
        private final UUID vm;
        private final Once<MachineSpec> spec;

        Spawn(UUID vm, Once<MachineSpec> spec) {
            this.vm = vm;
            this.spec = spec;
        }

        @Override
        public String name() {
            return "spawn";
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
            operator.hold(vm, operator.spawn(spec.get()));
        }

        /** Ends what was spawned: its guest has never run, or could not be started. */
        @Override
        public void undo() {
            if (probe() == Probe.DONE) {
                operator.held(vm).ifPresent(this::end);
            }
            operator.release(vm);
        }

        private void end(LiveMachine machine) {
            var _ = machine.stop(new LiveMachine.StopRequest(true, Duration.ZERO), () -> false);
        }
    }
}
