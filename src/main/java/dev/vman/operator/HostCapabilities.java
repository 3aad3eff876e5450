package dev.vman.operator;

import java.util.List;
import java.util.Optional;

/**
 * What this host can do, gathered once.
 *
 * @param qemuVersion such as {@code 7.2.22}; empty: no QEMU here
 * @param machineTypes versioned q35 types, newest first; behind them {@code microvm}, if QEMU has
 *     it
 * @param defaultMachine what a new VM gets, such as {@code pc-q35-7.2}
 * @param accelerator the one in use: {@code kvm} or {@code tcg}
 * @param acceleratorReason why, in words
 */
public record HostCapabilities(
        Optional<String> qemuVersion,
        Optional<String> qemuImgVersion,
        List<String> machineTypes,
        String defaultMachine,
        int maxCpus,
        String accelerator,
        String acceleratorReason,
        String cpuModel,
        boolean dryRun,
        boolean userPerVm,
        String userPerVmReason) {}
