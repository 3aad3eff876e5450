package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.network.TestNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A daemon without rights, which was asked for bridges. */
@Tag("integration")
@Timeout(300)
class UnprivilegedDaemonIT {
    private static final int NOBODY = 65534;
    private static final int WEB = 80;
    private static final int PATIENCE_MILLIS = 10_000;

    @BeforeAll
    static void haveWhatItTakes() throws IOException {
        TestGuest.assumeAvailable();
        // Another user needs somebody who may become him.
        TestNamespace.assumePossible();
    }

    @Test
    void fallsBackToUserModeAndItsForwardsAnswer() throws IOException {
        Map<String, String> bridges = Map.of("VMAN_NETWORK_NAMESPACE", "vman-never");
        try (VmanDaemon daemon = VmanDaemon.startAs(NOBODY, bridges)) {
            JsonNode network = daemon.api().get("host").ok().path("network");
            assertThat(network.path("mode").asText()).isEqualTo("user");
            assertThat(network.path("reason").asText()).contains("not root");

            Vm guest = guest(daemon);
            JsonNode forward =
                    daemon.api()
                            .post("vms/" + guest.id() + "/forwards", Map.of("guestPort", WEB))
                            .is(201)
                            .body();

            Waiting.until(
                    GuestConsole.BOOT,
                    "the guest answers at " + forward,
                    () -> page(forward.path("hostPort").asInt()).contains("VMAN-GUEST"));
            assertThat(guest.stopByForce().ok().path("state").asText()).isEqualTo("stopped");
        }
    }

    private static Vm guest(VmanDaemon daemon) {
        Map<String, Object> body =
                Map.of(
                        "name",
                        "web",
                        "memoryMib",
                        128,
                        "boot",
                        TestGuest.bootFrom(daemon.storage().resolve("boot")),
                        "start",
                        true);
        String id = daemon.api().post("vms", body).is(201).body().path("id").asText();
        return new Vm(daemon, UUID.fromString(id), "web");
    }

    /** What comes from there; nothing while nobody answers. */
    private static String page(int port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return Optional.ofNullable(e.getMessage()).orElse("");
        }
    }
}
