package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vman.inventory.Boot;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.Disk;
import dev.vman.inventory.RestartPolicy;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A VM on the wire. */
record VmView(
        UUID id,
        @Schema(examples = "web-1") String name,
        @Schema(examples = "host-1") String host,
        Map<String, String> labels,
        @Schema(description = "The name of the template it was made from.", examples = "small")
                @Nullable String template,
        Spec spec,
        DesiredState desiredState,
        VmState state,
        @Schema(description = "Why, where there is something to say.") @Nullable String stateReason,
        Instant observedAt,
        @Schema(
                        description =
                                "How its process died last; kept until it dies again. Left out of lists.")
                @JsonInclude(JsonInclude.Include.NON_NULL)
                @Nullable CrashView lastCrash,
        @Schema(
                        description =
                                "Whether its guest is ready: only told where that was waited for, by `wait=agent`.",
                        examples = "true")
                @JsonInclude(JsonInclude.Include.NON_NULL)
                @Nullable Boolean agentReady,
        @Nullable RunningProcess process,
        List<VmDiskView> disks,
        List<NicView> nics,
        Instant createdAt,
        Instant updatedAt) {
    /** What was asked for, and what was chosen once and for all. */
    record Spec(
            @Schema(examples = "1") int cpus,
            @Schema(examples = "512") int memoryMib,
            @Schema(examples = "pc-q35-7.2") String machine,
            @Schema(examples = "bios") String firmware,
            String cpuModel,
            @Schema(examples = "default") String network,
            @Nullable String image,
            @Nullable Boot boot,
            RestartPolicy restart,
            int startOrder,
            @JsonProperty("protected") boolean protectedFromDeletion) {
        static Spec of(Vm vm, List<Disk> disks) {
            return new Spec(
                    vm.cpus,
                    vm.memoryMib,
                    vm.machine,
                    "bios",
                    vm.cpuModel,
                    vm.network,
                    rootImage(disks),
                    vm.boot().orElse(null),
                    vm.restart,
                    vm.startOrder,
                    vm.protectedFromDeletion);
        }
    }

    private static @Nullable String rootImage(List<Disk> disks) {
        return disks.stream()
                .filter(disk -> disk.root && disk.image != null)
                .map(disk -> String.valueOf(disk.image))
                .findFirst()
                .orElse(null);
    }

    /** The QEMU that runs it. */
    record RunningProcess(@Schema(examples = "4711") long pid, @Nullable Instant startedAt) {}

    VmView withLastCrash(@Nullable CrashView crash) {
        return new VmView(
                id,
                name,
                host,
                labels,
                template,
                spec,
                desiredState,
                state,
                stateReason,
                observedAt,
                crash,
                agentReady,
                process,
                disks,
                nics,
                createdAt,
                updatedAt);
    }

    VmView withAgentReady(boolean ready) {
        return new VmView(
                id,
                name,
                host,
                labels,
                template,
                spec,
                desiredState,
                state,
                stateReason,
                observedAt,
                lastCrash,
                ready,
                process,
                disks,
                nics,
                createdAt,
                updatedAt);
    }

    static VmView of(Vm vm, @Nullable String template, List<Disk> disks, List<NicView> nics) {
        return new VmView(
                vm.id,
                vm.name,
                vm.host,
                new TreeMap<>(vm.labels),
                template,
                Spec.of(vm, disks),
                vm.desiredState,
                vm.state,
                vm.stateReason,
                vm.observedAt,
                null,
                null,
                vm.pid == null ? null : new RunningProcess(vm.pid, vm.processStartedAt),
                disks.stream().map(VmDiskView::of).toList(),
                nics,
                vm.createdAt,
                vm.updatedAt);
    }
}
