package dev.vman.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A QMP server that answers any number of clients, one after the other, by a table. */
final class FakeQemu implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String GREETING =
            "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 0, \"minor\": 2, \"major\": 7},"
                    + " \"package\": \"fake\"}, \"capabilities\": []}}";

    private final ServerSocketChannel server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final Map<String, Consumer<JsonNode>> effects = new ConcurrentHashMap<>();
    private volatile @Nullable SocketChannel client;

    FakeQemu(Path socket) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), 1);
        answers.put("qmp_capabilities", returns("{}"));
        Thread.ofVirtual().name("fake-qemu").start(this::serveAll);
    }

    /** What a command is answered from now on; without an answer it is left waiting. */
    FakeQemu answer(String command, String value) {
        answers.put(command, returns(value));
        return this;
    }

    FakeQemu refuse(String command, String errorClass, String description) {
        answers.put(
                command,
                "\"error\": {\"class\": \"%s\", \"desc\": \"%s\"}"
                        .formatted(errorClass, description));
        return this;
    }

    /** What a command does, told its arguments, just before it is answered. */
    FakeQemu on(String command, Consumer<JsonNode> effect) {
        effects.put(command, effect);
        return this;
    }

    private static String returns(String value) {
        return "\"return\": " + value;
    }

    /** The names of the commands that came, in their order. */
    List<String> commands() {
        return List.copyOf(commands);
    }

    void event(String name, String data) throws IOException {
        send(
                "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 1}, \"event\": \"%s\","
                                .formatted(name)
                        + " \"data\": "
                        + data
                        + "}");
    }

    void hangUp() throws IOException {
        SocketChannel connected = client;
        if (connected != null) {
            connected.close();
        }
    }

    private void serveAll() {
        while (server.isOpen()) {
            try (SocketChannel channel = server.accept()) {
                client = channel;
                serve(channel);
            } catch (IOException _) {
                // The client left, or the test ended; the loop sees which.
            }
        }
    }

    private void serve(SocketChannel channel) throws IOException {
        send(GREETING);
        BufferedReader lines =
                new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode command = MAPPER.readTree(line);
            String name = command.path("execute").asText();
            commands.add(name);
            effects.getOrDefault(name, _ -> {}).accept(command.path("arguments"));
            String answer = answers.get(name);
            if (answer != null) {
                send("{" + answer + ", \"id\": " + command.path("id") + "}");
            }
        }
    }

    private synchronized void send(String line) throws IOException {
        SocketChannel connected = client;
        if (connected != null) {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                int _ = connected.write(bytes);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        hangUp();
    }
}
