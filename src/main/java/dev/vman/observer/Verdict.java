package dev.vman.observer;

import dev.vman.host.ExitStatus;
import dev.vman.inventory.VmState;
import dev.vman.operator.LiveMachine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a reading means: the state that is true, with its reason.
 *
 * @param guestEnded the guest itself wished to end, so nobody wants it running any more
 */
record Verdict(VmState state, @Nullable String reason, boolean guestEnded) {
    private static final int LONGEST_REASON = 2000;

    /**
     * Compares what the record says with what was read; empty when the record stays. A reading that
     * could not tell never changes anything.
     */
    static Optional<Verdict> of(VmState recorded, Reading reading) {
        return switch (reading) {
            case Reading.Unknown _ -> Optional.empty();
            case Reading.Answered(String runState) -> Optional.of(answered(runState));
            case Reading.Stalled stalled -> Optional.of(to(VmState.PAUSED, reasonOf(stalled)));
            case Reading.Silent(String reason) -> Optional.of(to(VmState.UNREACHABLE, reason));
            case Reading.OtherBoot _ ->
                    ended(recorded, to(VmState.STOPPED, "The host was rebooted."));
            case Reading.Gone(Optional<LiveMachine.Death> death) ->
                    ended(recorded, gone(recorded, death));
        };
    }

    /**
     * A VM without a process keeps the state that told so, unless more is known of its crash now.
     */
    private static Optional<Verdict> ended(VmState recorded, Verdict verdict) {
        boolean moreOfItsCrash = recorded == VmState.CRASHED && verdict.state == VmState.CRASHED;
        boolean news = recorded.mayHaveProcess() || moreOfItsCrash;
        return news ? Optional.of(verdict) : Optional.empty();
    }

    private static Verdict answered(String runState) {
        return switch (runState) {
            case "running" -> to(VmState.RUNNING, null);
            case "paused" -> to(VmState.PAUSED, null);
            case "prelaunch", "inmigrate" ->
                    to(VmState.PAUSED, "Its guest has not been started yet.");
            case "guest-panicked" -> to(VmState.PAUSED, "The guest's kernel panicked.");
            case "internal-error" ->
                    to(VmState.PAUSED, "QEMU halted the guest at an internal error.");
            case "watchdog" -> to(VmState.PAUSED, "The guest's watchdog expired.");
            default -> to(VmState.PAUSED, "QEMU says '" + runState + "'.");
        };
    }

    private static String reasonOf(Reading.Stalled stalled) {
        String disks =
                stalled.disks().isEmpty() ? "a disk" : "disk " + String.join(", ", stalled.disks());
        return stalled.noSpace()
                ? "No space: the storage had no room for what the guest wrote to "
                        + disks
                        + ". It goes on by itself when there is room again."
                : "QEMU halted the guest at an I/O error of " + disks + ".";
    }

    private static Verdict gone(VmState recorded, Optional<LiveMachine.Death> death) {
        if (recorded == VmState.STOPPING) {
            return to(VmState.STOPPED, null);
        }
        return death.map(Verdict::died)
                .orElseGet(() ->
                        to(
                                VmState.CRASHED,
                                "QEMU ended while VMAN was not running; how is not known."));
    }

    private static Verdict died(LiveMachine.Death death) {
        boolean failed = death.status() instanceof ExitStatus.Exited(int code) && code != 0;
        boolean cleanly = !failed && !(death.status() instanceof ExitStatus.Killed);
        if (death.guestAsked() && cleanly) {
            return new Verdict(VmState.STOPPED, "The guest shut itself down.", true);
        }
        String asked = death.shutdownReason().map(reason -> " after '" + reason + "'").orElse("");
        String last = death.lastLine().isBlank() ? "" : ". QEMU's last line: " + death.lastLine();
        return to(VmState.CRASHED, "QEMU ended" + asked + ": " + death.status().describe() + last);
    }

    private static Verdict to(VmState state, @Nullable String reason) {
        return new Verdict(state, reason == null ? null : shorten(reason), false);
    }

    private static String shorten(String reason) {
        return reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    }
}
