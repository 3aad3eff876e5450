package dev.vman.api;

import dev.vman.host.HostFacts;
import dev.vman.host.Space;
import dev.vman.operator.HostCapabilities;
import dev.vman.operator.HostName;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The host on the wire. */
record HostView(
        @Schema(description = "The `host` of the VMs that live here.", examples = "host-1")
                String name,
        @Schema(description = "null: there is no QEMU here.", examples = "7.2.22")
                @Nullable String qemuVersion,
        @Schema(examples = "7.2.22") @Nullable String qemuImgVersion,
        @Schema(description = "The one in use: `kvm` or `tcg`.", examples = "tcg")
                String accelerator,
        @Schema(examples = "/dev/kvm is not there") String acceleratorReason,
        List<String> machineTypes,
        @Schema(examples = "pc-q35-7.2") String defaultMachine,
        String cpuModel,
        int maxCpus,
        @Schema(description = "Plans and records, starts nothing.") boolean dryRun,
        Capacity capacity,
        Privileges privileges,
        NetworkHostView network) {
    /** What there is, whoever uses it. */
    record Capacity(int cpus, long memoryMib, long storageBytes, long storageFreeBytes) {}

    /**
     * What the daemon may do.
     *
     * @param userPerVm whether each QEMU runs as a user of its own
     */
    record Privileges(boolean root, int uid, boolean userPerVm, String userPerVmReason) {}

    static HostView of(
            HostName name,
            HostCapabilities can,
            HostFacts facts,
            Space space,
            NetworkHostView network) {
        return new HostView(
                name.value(),
                can.qemuVersion().orElse(null),
                can.qemuImgVersion().orElse(null),
                can.accelerator(),
                can.acceleratorReason(),
                can.machineTypes(),
                can.defaultMachine(),
                can.cpuModel(),
                can.maxCpus(),
                can.dryRun(),
                new Capacity(
                        facts.onlineCpus(),
                        facts.totalMemoryBytes() >> 20,
                        space.totalBytes(),
                        space.freeBytes()),
                new Privileges(
                        facts.root(), facts.effectiveUid(), can.userPerVm(), can.userPerVmReason()),
                network);
    }
}
