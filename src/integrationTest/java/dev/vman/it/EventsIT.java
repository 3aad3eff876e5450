package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("integration")
@Timeout(60)
class EventsIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    @Test
    void tellWhoListensOfADeathAndItsCause() {
        Vm vm = DAEMON.createBare().started();
        try (Stream<String> lines = DAEMON.api().lines("events?kind=vm.state&vm=" + vm.name())) {
            long begin = System.nanoTime();
            vm.signal(Signal.KILL);

            String event =
                    lines.filter(line -> line.contains("\"to\":\"crashed\""))
                            .findFirst()
                            .orElseThrow();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
            assertThat(event)
                    .startsWith("data:")
                    .contains("SIGKILL")
                    .contains(vm.name())
                    .contains("\"oomKilled\":\"no\"");
        }
    }

    @Test
    void endCleanlyWithTheDaemon() throws Exception {
        try (VmanDaemon daemon = VmanDaemon.startBare(Map.of());
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> streams = new ArrayList<>();
            CountDownLatch listening = new CountDownLatch(3);
            for (int client = 0; client < 3; client++) {
                streams.add(clients.submit(() -> listenToTheEnd(daemon, listening)));
            }
            assertThat(listening.await(20, TimeUnit.SECONDS)).isTrue();

            long begin = System.nanoTime();
            daemon.askToEnd();

            for (Future<List<String>> stream : streams) {
                // No exception: the answer's end was sent, and not only the connection cut.
                assertThat(stream.get(10, TimeUnit.SECONDS))
                        .anyMatch(line -> line.contains("the daemon is ending"));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TWO_SECONDS);
            assertThat(daemon.endsWithin(Duration.ofSeconds(10))).isTrue();
            assertThat(daemon.log()).doesNotContain("ERROR");
        }
    }

    private static List<String> listenToTheEnd(VmanDaemon daemon, CountDownLatch listening) {
        try (Stream<String> lines = daemon.api().lines("events")) {
            return lines.peek(
                            line -> {
                                if (line.contains("listening")) {
                                    listening.countDown();
                                }
                            })
                    .toList();
        }
    }
}
