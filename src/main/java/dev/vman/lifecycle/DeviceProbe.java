package dev.vman.lifecycle;

import dev.vman.journal.Step;
import dev.vman.operator.Operator;
import java.util.UUID;

/** Whether a device was plugged before the daemon died. */
final class DeviceProbe {
    private DeviceProbe() {}

    /** Of one that QEMU could not be asked for: where there is no QEMU, it is in none. */
    static Step.Probe unanswered(Operator operator, UUID vm) {
        return operator.find(vm).isAbsent() ? Step.Probe.NOT_DONE : Step.Probe.COULD_NOT_TELL;
    }
}
