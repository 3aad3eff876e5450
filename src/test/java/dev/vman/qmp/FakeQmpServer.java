package dev.vman.qmp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real socket whose peer does what a script says, once, for the first client. */
final class FakeQmpServer implements AutoCloseable {
    static final String GREETING =
            """
            {"QMP": {"version": {"qemu": {"micro": 1, "minor": 2, "major": 7}, \
            "package": "fake"}, "capabilities": ["oob"]}}\
            """;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path socket;
    private final ServerSocketChannel server;
    private final CompletableFuture<@Nullable Void> played = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private FakeQmpServer(Path socket) throws IOException {
        this.socket = socket;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), 1);
    }

    /** What the peer does to the client; when it ends, the peer hangs up. */
    interface Script {
        void play(Peer peer) throws Exception;
    }

    static FakeQmpServer playing(Path folder, Script script) throws IOException {
        FakeQmpServer fake = new FakeQmpServer(folder.resolve("qmp.sock"));
        Thread.ofVirtual().name("fake-qmp").start(() -> fake.play(script));
        return fake;
    }

    /** Greets and negotiates before the script begins. */
    static FakeQmpServer negotiated(Path folder, Script script) throws IOException {
        return playing(
                folder,
                peer -> {
                    peer.negotiate();
                    script.play(peer);
                });
    }

    /** Listens and never accepts, as a stopped QEMU does. */
    static FakeQmpServer deaf(Path folder) throws IOException {
        FakeQmpServer fake = new FakeQmpServer(folder.resolve("qmp.sock"));
        fake.played.complete(null);
        return fake;
    }

    Path socket() {
        return socket;
    }

    /** Ends the script, and fails the test if the script itself failed. */
    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        played.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private void play(Script script) {
        try (SocketChannel channel = server.accept()) {
            script.play(new Peer(channel));
            played.complete(null);
        } catch (JsonProcessingException e) {
            played.completeExceptionally(e);
        } catch (IOException _) {
            // The client left first, or the test ended: no failure of the script.
            played.complete(null);
        } catch (Exception | AssertionError e) {
            played.completeExceptionally(e);
        }
    }

    /** The server's end of the connection. */
    final class Peer {
        private final SocketChannel channel;
        private final LineReader lines;

        Peer(SocketChannel channel) {
            this.channel = channel;
            this.lines = new LineReader(channel, Integer.MAX_VALUE);
        }

        void greet() throws IOException {
            send(GREETING);
        }

        void negotiate() throws IOException {
            greet();
            answer(receive(), "{}");
        }

        JsonNode receive() throws IOException {
            return MAPPER.readTree(lines.readLine());
        }

        void answer(JsonNode command, String value) throws IOException {
            send("{\"return\": " + value + ", \"id\": " + command.path("id") + "}");
        }

        void refuse(JsonNode command, String errorClass, String description) throws IOException {
            send(
                    "{\"id\": %s, \"error\": {\"class\": \"%s\", \"desc\": \"%s\"}}"
                            .formatted(command.path("id"), errorClass, description));
        }

        void event(String name, String data) throws IOException {
            send(
                    """
                    {"timestamp": {"seconds": 1700000000, "microseconds": 250000}, \
                    "event": "%s", "data": %s}\
                    """
                            .formatted(name, data));
        }

        void send(String line) throws IOException {
            sendRaw(line + "\r\n");
        }

        void sendRaw(String text) throws IOException {
            sendRaw(text.getBytes(StandardCharsets.UTF_8));
        }

        void sendRaw(byte[] bytes) throws IOException {
            Outbox.write(channel, ByteBuffer.wrap(bytes));
        }

        /** Keeps the connection and does nothing, until the test ends. */
        void doNothing() throws InterruptedException {
            closing.await();
        }

        /** Waits until the client has closed its end. */
        void awaitHangUp() throws IOException {
            ByteBuffer rest = ByteBuffer.allocate(1024);
            while (channel.read(rest.clear()) >= 0) {
                rest.clear();
            }
        }

        void stopReading() throws IOException {
            channel.shutdownInput();
        }
    }
}
