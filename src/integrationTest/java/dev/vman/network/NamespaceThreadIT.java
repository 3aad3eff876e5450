package dev.vman.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("integration")
@Timeout(60)
class NamespaceThreadIT {
    private static final Duration DEADLINE = Duration.ofSeconds(40);

    @BeforeAll
    static void needsRights() throws IOException {
        TestNamespace.assumePossible();
    }

    /** A carrier is started by the thread that has work for it, and is then where that one is. */
    @Test
    void leavesNoCarrierBehindInTheNamespace() throws IOException {
        try (TestNamespace namespace = new TestNamespace()) {
            CommandResult result =
                    Commands.ofThisHost()
                            .run(
                                    CommandRequest.of(
                                            DEADLINE,
                                            Path.of(System.getProperty("java.home"), "bin", "java")
                                                    .toString(),
                                            "--enable-native-access=ALL-UNNAMED",
                                            "-Djdk.virtualThreadScheduler.parallelism=8",
                                            "-cp",
                                            System.getProperty("java.class.path"),
                                            CarrierNamespaces.class.getName(),
                                            namespace.name().name()));

            assertThat(result.succeeded()).as(result.toString()).isTrue();
            String own = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
            assertThat(result.stdout().strip()).isEqualTo(own);
        }
    }
}
