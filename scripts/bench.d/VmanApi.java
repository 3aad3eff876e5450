import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** VMAN over HTTP, on connections that are kept: as many as there are requests at once. */
final class VmanApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Queue<HttpLine> idle = new ConcurrentLinkedQueue<>();
    private final URI address;
    private final String token;

    VmanApi(String address, String token) {
        this.address = URI.create(address);
        this.token = token;
    }

    JsonNode post(String path, String body) throws IOException {
        return JSON.readTree(send("POST", path, body));
    }

    /** Begins what may take long; the operation. */
    JsonNode begin(String path, String body) throws IOException {
        return JSON.readTree(sendTo("POST", "/api/v1" + path, bytes(body), true));
    }

    JsonNode get(String path) throws IOException {
        return JSON.readTree(send("GET", path, ""));
    }

    JsonNode delete(String path) throws IOException {
        return JSON.readTree(send("DELETE", path, ""));
    }

    JsonNode put(String path, byte[] content) throws IOException {
        return JSON.readTree(sendTo("PUT", "/api/v1" + path, content));
    }

    /** The bytes alone: what reading them as JSON costs is the client's business. */
    byte[] read(String path) throws IOException {
        return send("GET", path, "");
    }

    /** The sum of a metric over its labels. */
    double metric(String name) throws IOException {
        String all = new String(sendTo("GET", "/q/metrics", ""), StandardCharsets.UTF_8);
        return all.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Listens to events on a connection of its own. */
    EventListener listen(String query) throws IOException {
        return new EventListener(address, token, query);
    }

    private byte[] send(String method, String path, String body) throws IOException {
        return sendTo(method, "/api/v1" + path, body);
    }

    private byte[] sendTo(String method, String path, String body) throws IOException {
        return sendTo(method, path, bytes(body), false);
    }

    private byte[] sendTo(String method, String path, byte[] body) throws IOException {
        return sendTo(method, path, body, false);
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] sendTo(String method, String path, byte[] body, boolean mayGoOn)
            throws IOException {
        HttpLine kept = idle.poll();
        HttpLine line = kept == null ? new HttpLine(address) : kept;
        HttpLine.Answer answer = line.send(method + " " + path, token, body);
        idle.add(line);
        if (answer.status() >= 300 || (answer.status() == 202 && !mayGoOn)) {
            String problem = new String(answer.body(), StandardCharsets.UTF_8);
            throw new IOException(method + " " + path + ": " + answer.status() + " " + problem);
        }
        return answer.body();
    }

    @Override
    public void close() {
        for (HttpLine line = idle.poll(); line != null; line = idle.poll()) {
            try {
                line.close();
            } catch (IOException e) {
                System.err.println("closing a connection: " + e.getMessage());
            }
        }
    }
}
