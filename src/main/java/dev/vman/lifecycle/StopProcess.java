package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.operator.Operator;
import dev.vman.operator.QemuProcess;
import dev.vman.operator.StrayProcesses;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** {@code process.stop}: ends a QEMU of this storage that no row knows. */
@ApplicationScoped
class StopProcess implements ActKind<OrphanProcess> {
    static final String KIND = "process.stop";
    private final Vms vms;
    private final Operator operator;
    private final StrayProcesses processes;

    StopProcess(Vms vms, Operator operator, StrayProcesses processes) {
        this.vms = vms;
        this.operator = operator;
        this.processes = processes;
    }

    @Override
    public ActType<OrphanProcess> type() {
        return ActType.of(KIND, OrphanProcess.class);
    }

    @Override
    public Act make(OrphanProcess payload) {
        return new Stop(payload);
    }

    /** Throws unless it is gone, or proven to be an orphan of this storage. */
    void check(OrphanProcess orphan) {
        ProcessIdentity process = orphan.identity();
        switch (processes.look(process)) {
            case Presence.Absent<QemuProcess> _ -> {}
            case Presence.Unknown<QemuProcess>(String reason) ->
                    throw Failure.Unavailable.now(
                            "process-unknown",
                            "It can't be told what process " + process.pid() + " is: " + reason,
                            "Try again.");
            case Presence.Present<QemuProcess>(QemuProcess qemu) -> {
                requireRealRun();
                requireOurs(qemu, orphan.vm());
                requireUnknown(process, orphan.vm());
            }
        }
    }

    private void requireRealRun() {
        if (operator.capabilities().dryRun()) {
            throw new Failure.Conflict(
                    "dry-run", "A dry run ends no process.", "End it by hand, or leave it.");
        }
    }

    private static void requireOurs(QemuProcess qemu, UUID vm) {
        if (!qemu.ours() || !qemu.uuid().equals(Optional.of(vm))) {
            throw new Failure.Conflict(
                    "foreign-process",
                    "Process " + qemu.identity().pid() + " is not of this storage.",
                    "Leave it to whoever started it.");
        }
    }

    /**
     * A VM that is recorded with another process keeps that one; the record must be proven right,
     * or this one may be the VM.
     */
    private void requireUnknown(ProcessIdentity process, UUID id) {
        Optional<Vm> vm = QuarkusTransaction.requiringNew().call(() -> vms.findByIdOptional(id));
        Optional<ProcessIdentity> recorded = vm.flatMap(Vms::process);
        boolean held = operator.held(id).filter(m -> m.process().equals(process)).isPresent();
        boolean another =
                recorded.filter(other -> !other.equals(process))
                        .filter(other -> processes.look(other).isPresent())
                        .isPresent();
        if (held || (vm.isPresent() && !another)) {
            throw new Failure.Conflict(
                    "process-in-use",
                    "Process " + process.pid() + " is, or may be, VM " + id + ".",
                    "Stop the VM instead.");
        }
    }

    private final class Stop implements Act {
        private final OrphanProcess payload;

        Stop(OrphanProcess payload) {
            this.payload = payload;
        }

        /** No act on its VM begins meanwhile. */
        @Override
        public Set<UUID> holds() {
            return Set.of(payload.vm());
        }

        @Override
        public void admit() {
            check(payload);
        }

        /** Checked again: a daemon may have died in between, for a long time. */
        @Override
        public List<Step> steps() {
            return List.of(SimpleStep.of("end", this::end));
        }

        private void end() {
            check(payload);
            processes.end(payload.identity());
        }

        @Override
        public void succeed() {}

        @Override
        public void fail(Failure why) {}
    }
}
