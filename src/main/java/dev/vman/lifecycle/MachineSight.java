package dev.vman.lifecycle;

import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.VmState;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.MachineStatus;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a VM was seen to be that no row tells of. */
record MachineSight(VmState state, @Nullable String reason, Optional<ProcessIdentity> process) {
    private static final Duration ANSWER = Duration.ofSeconds(2);

    /** The look that follows the act knows more reasons. */
    static MachineSight of(Optional<LiveMachine> held) {
        return held.map(MachineSight::of)
                .orElseGet(() -> new MachineSight(VmState.STOPPED, null, Optional.empty()));
    }

    private static MachineSight of(LiveMachine machine) {
        Optional<ProcessIdentity> process = Optional.of(machine.process());
        return switch (machine.status(ANSWER)) {
            case MachineStatus.Answered(String runState) ->
                    new MachineSight(
                            runState.equals("running") ? VmState.RUNNING : VmState.PAUSED,
                            null,
                            process);
            case MachineStatus.Silent(String reason) ->
                    new MachineSight(VmState.UNREACHABLE, reason, process);
            case MachineStatus.Gone _ -> new MachineSight(VmState.STOPPED, null, Optional.empty());
        };
    }
}
