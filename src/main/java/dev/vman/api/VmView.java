package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vman.inventory.Boot;
import dev.vman.inventory.BootDevice;
import dev.vman.inventory.DesiredState;
import dev.vman.inventory.Disk;
import dev.vman.inventory.Firmware;
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
            @Schema(examples = "bios") Firmware firmware,
            String cpuModel,
            @Schema(examples = "default") String network,
            @Nullable String image,
            @Schema(description = "The image in its CD-ROM drive; null also where there is none.")
                    @Nullable UUID cdrom,
            @Schema(description = "Matters with a CD-ROM drive.") List<BootDevice> bootOrder,
            @Nullable Boot boot,
            RestartPolicy restart,
            int startOrder,
            @JsonProperty("protected") boolean protectedFromDeletion) {
        static Spec of(Vm vm, List<Disk> disks, @Nullable UUID cdrom) {
            return new Spec(
                    vm.cpus,
                    vm.memoryMib,
                    vm.machine,
                    vm.firmware,
                    vm.cpuModel,
                    vm.network,
                    rootImage(disks),
                    cdrom,
                    bootOrderOf(vm),
                    vm.boot().orElse(null),
                    vm.restart,
                    vm.startOrder,
                    vm.protectedFromDeletion);
        }
    }

    private static List<BootDevice> bootOrderOf(Vm vm) {
        return vm.bootFirst == BootDevice.DISK
                ? List.of(BootDevice.DISK, BootDevice.CDROM)
                : List.of(BootDevice.CDROM, BootDevice.DISK);
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

    /**
     * What belongs to a VM besides its row.
     *
     * @param cdrom the image in its CD-ROM drive
     */
    record Parts(List<Disk> disks, List<NicView> nics, @Nullable UUID cdrom) {}

    static VmView of(Vm vm, @Nullable String template, Parts parts) {
        return new VmView(
                vm.id,
                vm.name,
                vm.host,
                new TreeMap<>(vm.labels),
                template,
                Spec.of(vm, parts.disks(), parts.cdrom()),
                vm.desiredState,
                vm.state,
                vm.stateReason,
                vm.observedAt,
                null,
                null,
                vm.pid == null ? null : new RunningProcess(vm.pid, vm.processStartedAt),
                parts.disks().stream().map(VmDiskView::of).toList(),
                parts.nics(),
                vm.createdAt,
                vm.updatedAt);
    }
}
