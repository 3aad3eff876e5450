package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExitStatusTest {

    @Test
    void speaksAsPeopleDo() {
        assertThat(new ExitStatus.Exited(1).describe()).isEqualTo("exit code 1");
        assertThat(new ExitStatus.Killed(9).describe()).isEqualTo("killed by SIGKILL (9)");
        assertThat(new ExitStatus.Killed(31).describe()).isEqualTo("killed by SIGSYS (31)");
        assertThat(new ExitStatus.Killed(40).describe()).isEqualTo("killed by signal 40");
        assertThat(new ExitStatus.Unknown("adopted").describe())
                .isEqualTo("cause unknown: adopted");
    }

    @Test
    void readsWaitStatuses() {
        assertThat(ExitStatus.ofWaitStatus(0)).isEqualTo(new ExitStatus.Exited(0));
        assertThat(ExitStatus.ofWaitStatus(3 << 8)).isEqualTo(new ExitStatus.Exited(3));
        assertThat(ExitStatus.ofWaitStatus(9)).isEqualTo(new ExitStatus.Killed(9));
        assertThat(ExitStatus.ofWaitStatus(6 | 0x80)).isEqualTo(new ExitStatus.Killed(6));
    }
}
