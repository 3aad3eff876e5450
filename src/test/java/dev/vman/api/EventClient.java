package dev.vman.api;

import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** Listens to events on a plain socket, so that a test decides what is read, and when. */
final class EventClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int SMALL_BUFFER = 4_096;
    private final Socket socket = new Socket();
    private final BufferedReader reader;
    private final int status;

    private EventClient(String query, List<String> headers) throws IOException {
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", RestAssured.port), PATIENCE_MILLIS);
        StringBuilder request =
                new StringBuilder("GET /api/v1/events" + query + " HTTP/1.1\r\nHost: localhost\r\n")
                        .append("Authorization: Bearer " + Api.token() + "\r\n");
        headers.forEach(header -> request.append(header).append("\r\n"));
        socket.getOutputStream()
                .write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        reader =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        status = Integer.parseInt(reader.readLine().split(" ", 3)[1]);
        while (!reader.readLine().isEmpty()) {
            // The rest of the head.
        }
    }

    static EventClient open(String query, String... headers) throws IOException {
        return new EventClient(query, List.of(headers));
    }

    /** Returns once the daemon listens for it. */
    static EventClient listening(String query, String... headers) throws IOException {
        EventClient client = open(query, headers);
        Map<String, String> _ = client.next(event -> event.containsKey("comment"));
        return client;
    }

    int status() {
        return status;
    }

    /** The next block that is like this, as its fields; a comment is a field of that name. */
    Map<String, String> next(Predicate<Map<String, String>> wanted) throws IOException {
        while (true) {
            Map<String, String> block = block();
            if (wanted.test(block)) {
                return block;
            }
        }
    }

    Map<String, String> nextEvent() throws IOException {
        return next(block -> block.containsKey("event"));
    }

    private Map<String, String> block() throws IOException {
        Map<String, String> fields = new HashMap<>();
        while (true) {
            String line = reader.readLine();
            if (line == null) {
                throw new IOException("the stream has ended");
            }
            if (line.isEmpty() && !fields.isEmpty()) {
                return fields;
            }
            int colon = line.indexOf(':');
            // Chunk sizes of the transfer have no colon.
            if (colon >= 0) {
                String name = colon == 0 ? "comment" : line.substring(0, colon);
                fields.put(name, line.substring(colon + 1).strip());
            }
        }
    }

    /** Reads what is left; false when the line stays open longer than the patience. */
    boolean readToEnd() throws IOException {
        try {
            while (reader.readLine() != null) {
                // To the end.
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return Objects.toString(e.getMessage(), "").contains("reset");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
