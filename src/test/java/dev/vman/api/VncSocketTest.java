package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class VncSocketTest {
    private static final String HELLO = "RFB 003.008\n";
    @Inject LiveSockets sockets;
    @TempDir Path run;
    private SocketVm vm;
    private FakePeer screen;

    @BeforeEach
    void startAVm() throws IOException {
        vm = SocketVm.make(run).started();
        screen = FakePeer.greeting(run.resolve("vnc.sock"), HELLO);
    }

    @AfterEach
    void awaitTheEndOfAllSockets() throws IOException {
        SocketVm.await("places are given back", () -> sockets.open(SocketKind.VNC) == 0);
        SocketVm.await("QEMU is left alone", () -> screen.clients() == 0);
        screen.close();
    }

    @Test
    void carriesBothWays() throws IOException {
        try (RawWebSocket client = vm.open("/vnc?ticket=" + vm.ticket("vnc"))) {
            client.awaitBytes(HELLO);
            client.send(RawWebSocket.BINARY, HELLO.getBytes(StandardCharsets.US_ASCII));
            SocketVm.await("QEMU has it", () -> screen.received().equals(HELLO));

            String picture = "\u0000\u00ff".repeat(500_000);
            Thread sender = Thread.ofVirtual().start(() -> send(picture));

            assertThat(client.awaitBytes(picture)).isEqualTo(HELLO + picture);
            sender.interrupt();
        }
    }

    @Test
    void showsTheScreenToSeveral() throws IOException {
        try (RawWebSocket one = vm.screen();
                RawWebSocket other = vm.screen()) {
            one.awaitBytes(HELLO);
            other.awaitBytes(HELLO);

            send("to both");

            one.awaitBytes("to both");
            other.awaitBytes("to both");
        }
    }

    @Test
    void takesNoText() throws IOException {
        try (RawWebSocket client = vm.screen()) {
            client.type(HELLO);

            assertThat(client.closeCode()).isEqualTo(1003);
        }
        assertThat(screen.received()).isEmpty();
    }

    @Test
    void endsWithTheScreen() throws IOException {
        try (RawWebSocket client = vm.screen()) {
            client.awaitBytes(HELLO);

            screen.close();

            assertThat(client.closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void dropsWhoDoesNotRead() throws IOException {
        try (RawWebSocket slow = vm.screen()) {
            slow.awaitBytes(HELLO);
            Thread sender = Thread.ofVirtual().start(() -> send("x".repeat(16 << 20)));

            SocketVm.await("it is dropped", () -> sockets.open(SocketKind.VNC) == 0);

            sender.interrupt();
        }
    }

    @Test
    void isCountedAmongTheMetrics() throws IOException {
        try (RawWebSocket client = vm.screen()) {
            client.awaitBytes(HELLO);

            assertThat(Api.request().get("/q/metrics").asString())
                    .containsPattern("vman_sockets\\{kind=\"vnc\"} 1");
        }
    }

    private void send(String text) {
        try {
            screen.send(text);
        } catch (IOException e) {
            // The client has gone.
            return;
        }
    }
}
