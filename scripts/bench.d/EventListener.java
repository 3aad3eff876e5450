import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A client that listens to events. */
final class EventListener implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private final Socket socket;
    private final BufferedReader reader;

    /** Returns once the daemon listens for it: nothing that happens from here on is missed. */
    EventListener(URI address, String token, String query) throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        String request =
                "GET /api/v1/events%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(query, address.getAuthority(), token);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        reader =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        await(line -> line.startsWith(":"));
    }

    /** The next line like this. */
    String await(Predicate<String> wanted) throws IOException {
        while (true) {
            String line = reader.readLine();
            if (line == null) {
                throw new IOException("the stream of events has ended");
            }
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
