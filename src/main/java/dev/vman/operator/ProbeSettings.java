package dev.vman.operator;

import java.util.OptionalInt;

/**
 * What the configuration says about how QEMU is run.
 *
 * @param dryRun nothing is started, so nothing is probed
 * @param firstUid the first unprivileged uid for VMs
 */
public record ProbeSettings(AcceleratorChoice accelerator, boolean dryRun, OptionalInt firstUid) {}
