package dev.vman.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets on loopback, where each 127.x.y.z can be a guest. */
@Timeout(30)
class MetadataServerTest {
    private static final MetadataLimits LIMITS =
            new MetadataLimits(3, 5, Duration.ofSeconds(5), 50, 200);
    private static final int READ_MILLIS = 20_000;
    private final List<Socket> open = new ArrayList<>();
    private MetadataServer server;
    private InetSocketAddress address;

    @BeforeEach
    void serve() throws IOException {
        GuestDirectory guests =
                ip ->
                        switch (ip.toString()) {
                            case "127.0.0.1" -> Optional.of(Guests.web("127.0.0.1"));
                            case "127.0.0.2" -> Optional.of(Guests.bare("127.0.0.2"));
                            case "127.0.0.3" -> throw new IllegalStateException("no database");
                            default -> Optional.empty();
                        };
        ServerSocketChannel socket = MetadataServer.socket(new InetSocketAddress("127.0.0.1", 0));
        address = (InetSocketAddress) socket.getLocalAddress();
        server =
                new MetadataServer(
                        new MetadataRules(InstantSource.system(), false), guests, LIMITS);
        server.serve(socket);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Test
    void tellsEachGuestOnlyItsOwn() throws IOException {
        assertThat(ask("127.0.0.1", "GET /latest/meta-data/hostname")).endsWith("\r\n\r\nweb");
        assertThat(ask("127.0.0.2", "GET /latest/meta-data/hostname")).endsWith("\r\n\r\nbare");
        assertThat(ask("127.0.0.9", "GET /latest/meta-data/hostname")).startsWith("HTTP/1.1 404");
    }

    @Test
    void leavesOutTheBodyForHead() throws IOException {
        assertThat(ask("127.0.0.1", "HEAD /latest/meta-data/hostname?x=1"))
                .startsWith("HTTP/1.1 200")
                .contains("content-length: 3")
                .endsWith("\r\n\r\n");
    }

    @Test
    void givesATokenAndTakesIt() throws IOException {
        String given =
                ask(
                        "127.0.0.1",
                        "PUT /latest/api/token",
                        "X-aws-ec2-metadata-token-ttl-seconds: 60");
        String token = given.substring(given.indexOf("\r\n\r\n") + 4);

        assertThat(given).contains("X-aws-ec2-metadata-token-ttl-seconds: 60");
        assertThat(ask("127.0.0.1", "GET /latest/user-data", "X-aws-ec2-metadata-token: " + token))
                .endsWith("#cloud-config\n");
        assertThat(ask("127.0.0.2", "GET /latest/meta-data/", "X-aws-ec2-metadata-token: " + token))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void refusesWhatAProxyPassedOn() throws IOException {
        assertThat(ask("127.0.0.1", "GET /latest/user-data", "X-Forwarded-For: 10.0.0.1"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void answersThoughTheDirectoryFails() throws IOException {
        assertThat(ask("127.0.0.3", "GET /latest/user-data")).startsWith("HTTP/1.1 500");
        assertThat(ask("127.0.0.1", "GET /latest/user-data")).startsWith("HTTP/1.1 200");
    }

    @Test
    void refusesWhatIsNoHttpOrTooLong() throws IOException {
        assertThat(ask("127.0.0.1", "\u0000\u0001"))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).startsWith("HTTP/1.1 400"),
                        answer -> assertThat(answer).isEmpty());
        assertThat(ask("127.0.0.1", "GET /" + "a".repeat(2000))).startsWith("HTTP/1.1 400");
        assertThat(ask("127.0.0.1", "GET /latest", "X: " + "a".repeat(5000)))
                .startsWith("HTTP/1.1 400");
        assertThat(ask("127.0.0.1", "PUT /latest/api/token", "Content-Length: 100000"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void endsTheConnectionOfOneThatIsSlow() throws IOException {
        Socket slow = connect("127.0.0.1");
        slow.getOutputStream().write("GET /latest".getBytes(StandardCharsets.US_ASCII));

        assertThat(slow.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void keepsOneGuestFromTakingTheConnectionsOfOthers() throws IOException {
        for (int count = 0; count < LIMITS.perGuest(); count++) {
            Socket _ = connect("127.0.0.9");
        }

        assertThat(connect("127.0.0.9").getInputStream().read()).isEqualTo(-1);
        assertThat(ask("127.0.0.1", "GET /latest/meta-data/hostname")).endsWith("web");
    }

    @Test
    void countsAConnectionNoMoreOnceItIsClosed() throws IOException {
        for (int count = 0; count < 4 * LIMITS.inAll(); count++) {
            assertThat(ask("127.0.0.1", "GET /latest/meta-data/hostname")).endsWith("web");
        }
    }

    @Test
    void listensNoMoreOnceItIsClosed() throws IOException {
        server.close();

        try (ServerSocketChannel again = MetadataServer.socket(address)) {
            assertThat(again.isOpen()).isTrue();
        }
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setSoTimeout(READ_MILLIS);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(address, READ_MILLIS);
        return socket;
    }

    private String ask(String from, String question, String... headers) throws IOException {
        try (Socket socket = connect(from)) {
            String request = question + " HTTP/1.1\r\nHost: 169.254.169.254\r\n";
            for (String header : headers) {
                request += header + "\r\n";
            }
            socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
