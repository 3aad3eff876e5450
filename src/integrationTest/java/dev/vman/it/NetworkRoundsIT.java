package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.network.TestNamespace;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A few of the rounds that {@code scripts/soak network} makes hundreds of. */
@Tag("integration")
@Timeout(300)
class NetworkRoundsIT {
    private static final int ROUNDS = 10;

    @BeforeAll
    static void haveWhatItTakes() throws IOException {
        TestGuest.assumeAvailable();
        TestNamespace.assumePossible();
    }

    @Test
    void leaveTheNamespaceAndTheHostAsTheyWere() throws IOException {
        HostNetwork before = HostNetwork.now();

        List<String> faults;
        try (BridgedDaemon host = new BridgedDaemon()) {
            faults = new NetworkRounds(host).run(ROUNDS, _ -> {});
        }

        assertThat(faults).isEmpty();
        assertThat(HostNetwork.now().differencesFrom(before)).isEmpty();
    }
}
