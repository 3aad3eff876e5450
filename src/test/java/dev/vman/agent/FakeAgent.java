package dev.vman.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A real socket whose peer does what scripts say: the first connection plays the first script, and
 * so on; the last script is played again and again. As QEMU does, it takes one client at a time.
 */
final class FakeAgent implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SYNC = "guest-sync-delimited";

    private final Path socket;
    private final ServerSocketChannel server;
    private final List<Script> scripts;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile @Nullable SocketChannel client;

    /** What the peer does; when it ends, or throws, the peer hangs up. */
    interface Script {
        void play(Peer peer) throws IOException, InterruptedException;
    }

    FakeAgent(Path folder, Script... scripts) throws IOException {
        this.socket = folder.resolve("agent.sock");
        this.scripts = List.of(scripts);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), 4);
        var _ = Thread.ofVirtual().name("fake-agent").start(this::serve);
    }

    /** An honest agent that answers each question with this value. */
    static Script answering(String value) {
        return peer -> {
            while (true) {
                JsonNode question = peer.question();
                peer.answer(question, value);
            }
        };
    }

    Path socket() {
        return socket;
    }

    /** The commands that came, in their order, syncs left out. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    private void serve() {
        for (int number = 0; server.isOpen(); number++) {
            try (SocketChannel accepted = server.accept()) {
                client = accepted;
                scripts.get(Math.min(number, scripts.size() - 1)).play(new Peer(accepted));
            } catch (IOException _) {
                // The client left, or the test ended.
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        SocketChannel open = client;
        if (open != null) {
            open.close();
        }
    }

    /** The guest's end of one connection. */
    final class Peer {
        private final SocketChannel channel;
        private final InputStream input;

        Peer(SocketChannel channel) {
            this.channel = channel;
            this.input = Channels.newInputStream(channel);
        }

        /** The next question; syncs before it are answered as an agent does. */
        JsonNode question() throws IOException {
            JsonNode next = any();
            while (next.path("execute").asText().equals(SYNC)) {
                sync(next);
                next = any();
            }
            heard.add(next.path("execute").asText());
            return next;
        }

        /** The next question, a sync too. */
        JsonNode any() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = input.read(); next != '\n'; next = input.read()) {
                if (next < 0) {
                    throw new EOFException();
                }
                if (next == 0xFF) {
                    line.reset();
                } else {
                    line.write(next);
                }
            }
            return JSON.readTree(line.toByteArray());
        }

        void sync(JsonNode question) throws IOException {
            raw(new byte[] {(byte) 0xFF});
            send("{\"return\": " + question.path("arguments").path("id") + "}");
        }

        void answer(JsonNode question, String value) throws IOException {
            send("{\"return\": " + value + ", \"id\": " + question.path("id") + "}");
        }

        void refuse(JsonNode question, String words) throws IOException {
            send(
                    "{\"error\": {\"class\": \"GenericError\", \"desc\": \""
                            + words
                            + "\"}, \"id\": "
                            + question.path("id")
                            + "}");
        }

        void send(String line) throws IOException {
            raw((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        void raw(byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                int _ = channel.write(buffer);
            }
        }

        /** Sends this again and again until the client is fed up. */
        void flood(String text) throws IOException {
            byte[] bytes = text.repeat(1 + 10_000 / text.length()).getBytes(StandardCharsets.UTF_8);
            while (true) {
                raw(bytes);
            }
        }

        /** Hears, and says nothing, until the client hangs up. */
        void doNothing() throws IOException {
            while (input.read() >= 0) {
                // It may say what it likes.
            }
        }
    }
}
