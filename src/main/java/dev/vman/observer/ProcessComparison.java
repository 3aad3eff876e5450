package dev.vman.observer;

import static dev.vman.observer.WorldComparison.evidence;

import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.VmState;
import dev.vman.observer.WorldComparison.Collected;
import dev.vman.observer.WorldReading.VmRow;
import dev.vman.operator.QemuProcess;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** VMs' rows against processes. In a dry run no process is real. */
final class ProcessComparison {
    private static final int LONGEST_COMMAND = 4096;
    private final WorldReading world;
    private final Map<UUID, VmRow> vms;

    ProcessComparison(WorldReading world) {
        this.world = world;
        this.vms = world.vms().stream().collect(Collectors.toMap(VmRow::id, vm -> vm));
    }

    void addTo(Collected found) {
        world.vms().forEach(vm -> compareReach(vm, found));
        if (world.dryRun()) {
            found.untold(FindingKind.VM_STATE_MISMATCH);
        } else {
            compareLives(found);
        }
        world.processes().forEach(process -> compare(process, found));
    }

    private static void compareReach(VmRow vm, Collected found) {
        if (vm.state() == VmState.UNREACHABLE) {
            found.add(
                    ofVm(
                            FindingKind.VM_UNREACHABLE,
                            vm,
                            evidence("reason", vm.reason() == null ? "" : vm.reason())));
        }
    }

    private void compareLives(Collected found) {
        Map<ProcessIdentity, QemuProcess> running = new HashMap<>();
        Map<UUID, QemuProcess> carriers = new HashMap<>();
        for (QemuProcess process : world.processes()) {
            running.put(process.identity(), process);
            process.uuid().filter(_ -> process.ours()).ifPresent(id -> carriers.put(id, process));
        }
        for (VmRow vm : world.vms()) {
            boolean runs =
                    vm.process()
                            .map(running::containsKey)
                            .orElseGet(() -> carriers.containsKey(vm.id()));
            if (vm.state().mayHaveProcess() && !runs) {
                found.add(nothingRuns(vm));
            }
        }
    }

    private static Difference nothingRuns(VmRow vm) {
        Map<String, Object> evidence =
                evidence("recorded", vm.state().wireName(), "seen", "no process of this VM");
        vm.process().ifPresent(process -> evidence.put("recordedPid", process.pid()));
        return ofVm(FindingKind.VM_STATE_MISMATCH, vm, evidence);
    }

    private static Difference ofVm(FindingKind kind, VmRow vm, Map<String, Object> evidence) {
        return new Difference(
                kind,
                vm.id().toString(),
                Subject.row("vm", vm.id(), vm.name()),
                Optional.of(vm.id()),
                Set.of(vm.id()),
                evidence);
    }

    private void compare(QemuProcess process, Collected found) {
        @Nullable VmRow vm = process.uuid().map(vms::get).orElse(null);
        if (!process.ours() || vm == null) {
            found.add(orphan(process));
        } else if (!vm.state().mayHaveProcess()) {
            found.add(runsUnrecorded(vm, process));
        } else if (vm.process().filter(known -> !known.equals(process.identity())).isPresent()) {
            found.add(orphan(process));
        }
    }

    private static Difference runsUnrecorded(VmRow vm, QemuProcess process) {
        Map<String, Object> evidence = evidenceOf(process);
        evidence.put("recorded", vm.state().wireName());
        evidence.put("seen", "a QEMU with this VM's UUID and storage runs");
        return ofVm(FindingKind.VM_STATE_MISMATCH, vm, evidence);
    }

    private static Difference orphan(QemuProcess process) {
        ProcessIdentity who = process.identity();
        Map<String, Object> evidence = evidenceOf(process);
        evidence.put("ours", process.ours());
        evidence.put("startTicks", who.startTicks());
        evidence.put("bootId", who.bootId());
        return new Difference(
                FindingKind.ORPHAN_PROCESS,
                who.pid() + " " + who.startTicks() + " " + who.bootId(),
                Subject.process(process.uuid().orElse(null), who.pid()),
                process.uuid().filter(_ -> process.ours()),
                process.uuid().map(Set::of).orElse(Set.of()),
                evidence);
    }

    private static Map<String, Object> evidenceOf(QemuProcess process) {
        String command = String.join(" ", process.arguments());
        Map<String, Object> evidence =
                evidence(
                        "pid",
                        process.identity().pid(),
                        "commandLine",
                        command.substring(0, Math.min(command.length(), LONGEST_COMMAND)));
        process.uuid().ifPresent(uuid -> evidence.put("uuid", uuid.toString()));
        return evidence;
    }
}
