package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.ExitStatus;
import dev.vman.inventory.VmState;
import dev.vman.operator.LiveMachine.Death;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
    private static final ExitStatus CLEAN = new ExitStatus.Exited(0);

    @ParameterizedTest
    @CsvSource({
        "running,        RUNNING",
        "paused,         PAUSED",
        "prelaunch,      PAUSED",
        "inmigrate,      PAUSED",
        "guest-panicked, PAUSED",
        "internal-error, PAUSED",
        "watchdog,       PAUSED",
        "a-later-word,   PAUSED"
    })
    void believesWhatQemuAnswers(String runState, VmState state) {
        for (VmState recorded : VmState.values()) {
            assertThat(verdict(recorded, new Reading.Answered(runState)))
                    .map(Verdict::state)
                    .contains(state);
        }
    }

    @Test
    void saysWhichDiskHadNoRoom() {
        Verdict halted = only(VmState.RUNNING, new Reading.Stalled(List.of("'data'"), true));

        assertThat(halted.state()).isEqualTo(VmState.PAUSED);
        assertThat(halted.reason()).startsWith("No space").contains("disk 'data'");
        assertThat(only(VmState.RUNNING, new Reading.Stalled(List.of(), false)).reason())
                .isEqualTo("QEMU halted the guest at an I/O error of a disk.");
    }

    @ParameterizedTest
    @EnumSource(VmState.class)
    void neverChangesAnythingWhenItCanNotTell(VmState recorded) {
        assertThat(verdict(recorded, new Reading.Unknown("no permission"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(VmState.class)
    void neverCallsASilentProcessDead(VmState recorded) {
        assertThat(verdict(recorded, new Reading.Silent("no answer in 2 s")))
                .contains(new Verdict(VmState.UNREACHABLE, "no answer in 2 s", false));
    }

    @ParameterizedTest
    @CsvSource({
        "STARTING, STOPPED",
        "RUNNING, STOPPED",
        "PAUSED, STOPPED",
        "STOPPING, STOPPED",
        "UNREACHABLE, STOPPED"
    })
    void stopsWhatAnEarlierBootRan(VmState recorded, VmState state) {
        assertThat(verdict(recorded, new Reading.OtherBoot()))
                .contains(new Verdict(state, "The host was rebooted.", false));
    }

    @ParameterizedTest
    @EnumSource(
            value = VmState.class,
            names = {"STOPPED", "ERROR", "CRASHED"})
    void keepsTheStateOfAVmThatHadNoProcess(VmState recorded) {
        assertThat(verdict(recorded, new Reading.OtherBoot())).isEmpty();
        if (recorded != VmState.CRASHED) {
            assertThat(verdict(recorded, gone(new ExitStatus.Killed(9), false))).isEmpty();
        }
    }

    @Test
    void callsAKilledProcessCrashedAndSaysBySignal() {
        Verdict verdict = only(VmState.RUNNING, gone(new ExitStatus.Killed(9), false));

        assertThat(verdict.state()).isEqualTo(VmState.CRASHED);
        assertThat(verdict.reason()).contains("SIGKILL").contains("QEMU's last line: out of luck");
        assertThat(verdict.guestEnded()).isFalse();
    }

    @Test
    void callsAnExitThatNobodyAskedForCrashed() {
        assertThat(only(VmState.RUNNING, gone(new ExitStatus.Exited(1), false)).reason())
                .contains("exit code 1");
        assertThat(only(VmState.RUNNING, gone(CLEAN, false)).state()).isEqualTo(VmState.CRASHED);
        assertThat(only(VmState.RUNNING, gone(new ExitStatus.Exited(1), true)).state())
                .as("QEMU failed while its guest shut down")
                .isEqualTo(VmState.CRASHED);
    }

    @Test
    void callsAGuestThatShutItselfDownStopped() {
        assertThat(only(VmState.RUNNING, gone(CLEAN, true)))
                .isEqualTo(new Verdict(VmState.STOPPED, "The guest shut itself down.", true));
        assertThat(only(VmState.RUNNING, gone(new ExitStatus.Unknown("adopted"), true)).state())
                .isEqualTo(VmState.STOPPED);
    }

    @Test
    void callsWhatWasBeingStoppedStopped() {
        assertThat(only(VmState.STOPPING, gone(new ExitStatus.Killed(9), false)).state())
                .isEqualTo(VmState.STOPPED);
        assertThat(only(VmState.STOPPING, new Reading.Gone(Optional.empty())).state())
                .isEqualTo(VmState.STOPPED);
    }

    @Test
    void addsALateCauseToACrash() {
        assertThat(only(VmState.CRASHED, gone(new ExitStatus.Killed(11), false)).reason())
                .contains("SIGSEGV");
    }

    @Test
    void saysSoWhenNobodySawTheEnd() {
        assertThat(only(VmState.RUNNING, new Reading.Gone(Optional.empty())).reason())
                .contains("not known");
    }

    @Test
    void keepsAReasonWithinItsColumn() {
        Death wordy =
                new Death(new ExitStatus.Exited(1), false, Optional.empty(), "x".repeat(9000));

        assertThat(only(VmState.RUNNING, new Reading.Gone(Optional.of(wordy))).reason())
                .hasSize(2000);
    }

    private static Reading gone(ExitStatus status, boolean guestAsked) {
        return new Reading.Gone(
                Optional.of(new Death(status, guestAsked, Optional.empty(), "out of luck")));
    }

    private static Verdict only(VmState recorded, Reading reading) {
        return verdict(recorded, reading).orElseThrow();
    }

    private static Optional<Verdict> verdict(VmState recorded, Reading reading) {
        return Verdict.of(recorded, reading);
    }
}
