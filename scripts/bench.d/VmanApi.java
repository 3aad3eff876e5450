import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** VMAN over HTTP, on connections that are kept alive. */
final class VmanApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;
    private final String token;

    VmanApi(String address, String token) {
        this.address = address + "/api/v1";
        this.token = token;
    }

    JsonNode post(String path, String body) throws IOException, InterruptedException {
        return JSON.readTree(send("POST", path, body));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(read(path));
    }

    /** The bytes alone: what reading them as JSON costs is the client's business. */
    byte[] read(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    void delete(String path) throws IOException, InterruptedException {
        send("DELETE", path, "");
    }

    private byte[] send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<byte[]> response =
                client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300 || response.statusCode() == 202) {
            throw new IOException(
                    method + " " + path + ": " + response.statusCode() + " " + new String(response.body()));
        }
        return response.body();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
