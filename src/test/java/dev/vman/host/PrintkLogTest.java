package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintkLogTest {
    private static final String LOG =
            """
            <4>[ 9.1] qemu-system-x86 invoked oom-killer: gfp_mask=0xcc0, order=0
            <6>[ 9.2] oom-kill:constraint=CONSTRAINT_MEMCG,task=qemu-system-x86,pid=4711,uid=300000
            <3>[ 9.3] Memory cgroup out of memory: Killed process 4711 (qemu-system-x86) total-vm:9kB
            <3>[10.3] Out of memory: Killed process 4712 (qemu-system-x86) total-vm:9kB, anon-rss:1kB
            """;

    @Test
    void findsWhomTheKernelKilled() {
        assertThat(PrintkLog.oomKillIn(LOG, 4711).found().orElseThrow()).contains("cgroup");
        assertThat(PrintkLog.oomKillIn(LOG, 4712).found().orElseThrow()).contains("10.3");
    }

    @Test
    void takesNobodyElseForTheOne() {
        assertThat(PrintkLog.oomKillIn(LOG, 471).isAbsent()).isTrue();
        assertThat(PrintkLog.oomKillIn(LOG, 47110).isAbsent()).isTrue();
        assertThat(PrintkLog.oomKillIn("", 1).isAbsent()).isTrue();
    }

    @Test
    void readsTheRealLogOrSaysThatItMayNot() {
        Presence<String> answer = KernelLog.ofThisHost().oomKillOf(Long.MAX_VALUE);

        assertThat(answer.found()).isEmpty();
    }
}
