package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("integration")
@Timeout(400)
class EventStreamsEndIT {
    @BeforeAll
    static void haveADaemon() {
        TestGuest.assumeAvailable();
    }

    /** A line that was cut instead would make the last read throw. */
    @Test
    void inOrderWhenTheDaemonEnds() throws IOException {
        try (VmanDaemon daemon = VmanDaemon.startBare(Map.of());
                Stream<String> lines = daemon.api().lines("events")) {
            Iterator<String> line = lines.iterator();
            assertThat(line.next()).isNotNull();

            daemon.askToEnd();

            List<String> rest = new ArrayList<>();
            line.forEachRemaining(rest::add);
            assertThat(rest).contains(":the daemon is ending");
        }
    }
}
