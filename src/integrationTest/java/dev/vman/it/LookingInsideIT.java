package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.api.RawWebSocket;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Console, screen and pictures of real machines, and what their host says of itself. */
@Tag("integration")
@Timeout(300)
class LookingInsideIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();

    @Test
    void showsWhatAGuestWritesAndTypesForOneClient() throws IOException {
        Vm vm = DAEMON.createGuest().started();
        String path = "vms/" + vm.name() + "/console/stream";
        try (RawWebSocket writer = DAEMON.api().socketWithTicket(path, "console");
                RawWebSocket reader = DAEMON.api().socketWithTicket(path, "console")) {
            writer.awaitBytes("guest# ");
            writer.type("echo ty\"\"ped\n");
            writer.awaitBytes("\r\ntyped\r\n");

            reader.awaitBytes("\r\ntyped\r\n");
            reader.type("echo by an\"\"other\n");
            reader.awaitWords("Another client types");
            writer.type("echo la\"\"st\n");
            String seen = reader.awaitBytes("\r\nlast\r\n");

            assertThat(seen).contains("--- start ", "VMAN-GUEST-READY");
            assertThat(seen)
                    .doesNotContain("another")
                    .isEqualTo(vm.console().substring(0, seen.length()));
        }
        assertThat(GuestConsole.of(vm).run("echo from be\"\"side"))
                .as("people may have the line again")
                .isEqualTo("from beside");
        try (SocketChannel person = SocketChannel.open(StandardProtocolFamily.UNIX);
                RawWebSocket typist = DAEMON.api().socket(path)) {
            boolean _ = person.connect(UnixDomainSocketAddress.of(vm.run().resolve("serial.sock")));
            awaitPrompt(person);
            typist.type("who is there");
            typist.awaitWords("another program has the VM's serial.sock");
        }
        assertIsLit(DAEMON.api().bytes("vms/" + vm.id() + "/screenshot"));
        try (Stream<java.nio.file.Path> files = Files.list(vm.run())) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".png"));
        }
    }

    @Test
    void tellsWhichQemuRunsOnThisHostAndHow() {
        JsonNode host = DAEMON.api().get("host").ok();

        assertThat(host.path("dryRun").asBoolean(true)).isFalse();
        assertThat(host.path("qemuVersion").asText()).matches("\\d+\\.\\d+.*");
        assertThat(host.path("qemuImgVersion").asText()).matches("\\d+\\.\\d+.*");
        assertThat(host.path("accelerator").asText()).isIn("kvm", "tcg");
        assertThat(host.path("acceleratorReason").asText()).isNotBlank();
        assertThat(host.path("defaultMachine").asText()).startsWith("pc-q35-");
    }

    /** QEMU has accepted whom the guest answers. */
    private static void awaitPrompt(SocketChannel person) throws IOException {
        int _ = person.write(ByteBuffer.wrap("\n".getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer one = ByteBuffer.allocate(1);
        StringBuilder said = new StringBuilder();
        while (said.indexOf("guest# ") < 0 && person.read(one.clear()) > 0) {
            StringBuilder _ = said.append((char) one.get(0));
        }
        assertThat(said).contains("guest# ");
    }

    private static void assertIsLit(byte[] png) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        int lit = 0;
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                lit += (picture.getRGB(x, y) & 0xffffff) == 0 ? 0 : 1;
            }
        }
        assertThat(picture.getWidth()).isGreaterThanOrEqualTo(640);
        assertThat(lit).as("pixels that are not black").isGreaterThan(500);
    }

    @Test
    void speaksRfbUntilTheVmStopsAndTellsOfTheDaemonsEnd() throws IOException {
        Vm vm = DAEMON.createBare().started();
        String path = "vms/" + vm.id() + "/vnc";
        try (RawWebSocket screen = DAEMON.api().socketWithTicket(path, "vnc");
                RawWebSocket other = DAEMON.api().socket(path);
                RawWebSocket console = DAEMON.api().socket("vms/" + vm.id() + "/console/stream")) {
            showScreen(other, vm);
            showScreen(screen, vm);

            assertThat(vm.stopByForce().ok().path("state").asText()).isEqualTo("stopped");

            assertThat(screen.closeCode()).isEqualTo(1001);
            assertThat(other.closeCode()).isEqualTo(1001);
            console.awaitWords("The VM has stopped.");
            assertThat(vm.run().resolve("vnc.sock")).doesNotExist();
            DAEMON.get().terminate();
            assertThat(console.closeCode()).isEqualTo(1001);
        }
    }

    /** The handshake of RFC 6143, and one whole picture. */
    private static void showScreen(RawWebSocket screen, Vm vm) throws IOException {
        screen.awaitBytes("RFB 003.008\n");
        screen.send(RawWebSocket.BINARY, "RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
        screen.awaitBytes("\n\u0001\u0001");
        screen.send(RawWebSocket.BINARY, new byte[] {1});
        screen.awaitBytes("\n\u0001\u0001\u0000\u0000\u0000\u0000");
        screen.send(RawWebSocket.BINARY, new byte[] {0});
        assertThat(screen.awaitBytes("QEMU"))
                .as("nobody is told apart by asking alone")
                .isNotEmpty();
        screen.awaitBytes(vm.id().toString());
        int before = screen.receivedBytes();
        screen.send(RawWebSocket.BINARY, new byte[] {3, 0, 0, 0, 0, 0, 2, 0, 1, 0});
        while (screen.receivedBytes() < before + 512 * 256) {
            RawWebSocket.Frame _ = screen.next();
        }
    }
}
