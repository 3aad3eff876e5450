package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Signal;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("integration")
@Timeout(60)
class EventsIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void tellWhoListensOfADeathAndItsCause() {
        Vm vm = DAEMON.createBare().started();
        try (Stream<String> lines = DAEMON.api().lines("events?kind=vm.state&vm=" + vm.name())) {
            long begin = System.nanoTime();
            vm.signal(Signal.KILL);

            String event =
                    lines.filter(line -> line.contains("\"to\":\"crashed\""))
                            // On a slow host the cause may follow.
                            .filter(line -> line.contains("SIGKILL"))
                            .findFirst()
                            .orElseThrow();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
            assertThat(event)
                    .startsWith("data:")
                    .contains(vm.name())
                    .contains("\"oomKilled\":\"no\"");
        }
    }
}
