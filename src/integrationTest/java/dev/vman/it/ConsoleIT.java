package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("integration")
@Timeout(120)
class ConsoleIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final long LARGEST = 16L << 20;

    @Test
    void costsLittleThoughItsGuestNeverStopsTalking() throws IOException {
        Vm vm = DAEMON.createGuest().started();
        GuestConsole console = GuestConsole.of(vm);
        Path log = vm.run().resolve("console.log");
        Path older = vm.run().resolve("console.log.1");

        // An emulated serial line is slow: the rest of what the log may hold is written here.
        Files.write(log, new byte[5 << 20], StandardOpenOption.APPEND);
        console.type("while :; do cat /proc/kallsyms; done");

        long begin = System.nanoTime();
        while (isGoingOn(begin, older)) {
            assertThat(log.toFile().length()).isLessThanOrEqualTo(LARGEST);
            assertThat(older.toFile().length()).isLessThanOrEqualTo(LARGEST);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        assertThat(older).exists();
        assertThat(vm.console().length()).isEqualTo(64 << 10);
        assertThat(vm.stopByForce().ok().path("state").asText()).isEqualTo("stopped");
    }

    /** Until the log has been cut, and a while longer. */
    private static boolean isGoingOn(long begin, Path older) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        return seconds < 12 || (seconds < 60 && !older.toFile().exists());
    }
}
