package dev.vman.lifecycle;

import jakarta.enterprise.context.Dependent;

/** The acts on VMs. */
@Dependent
record VmActs(
        CreateVm create,
        ChangeVm change,
        DeleteVm delete,
        StartVm start,
        StopVm stop,
        RestartVm restart,
        SteerVm steer) {}
