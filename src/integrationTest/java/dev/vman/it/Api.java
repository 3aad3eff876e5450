package dev.vman.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vman.api.RawWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The daemon over HTTP. Throws {@link UncheckedIOException} when nobody answers. */
final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final URI root;
    private final String token;

    Api(int port, String token) {
        this.root = URI.create("http://127.0.0.1:" + port + "/api/v1/");
        this.token = token;
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    /** What is no text. */
    byte[] bytes(String path) {
        try {
            HttpResponse<byte[]> response =
                    client.send(
                            request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new AssertionError(path + ": " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    /** A WebSocket, opened with the token. */
    RawWebSocket socket(String path) throws IOException {
        return RawWebSocket.open(
                root.getPort(), root.resolve(path).getPath(), "Authorization: Bearer " + token);
    }

    /** A WebSocket, opened as a page of the daemon's own would. */
    RawWebSocket socketWithTicket(String path, String kind) throws IOException {
        String vm = path.split("/", 3)[1];
        String ticket =
                post("tickets", Map.of("vm", vm, "kind", kind))
                        .is(201)
                        .body()
                        .path("ticket")
                        .asText();
        return RawWebSocket.open(
                root.getPort(),
                root.resolve(path).getPath() + "?ticket=" + ticket,
                "Origin: http://127.0.0.1:" + root.getPort());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, Map<String, ?> body) {
        return send(withBody(path, "POST", body));
    }

    Answer patch(String path, Map<String, ?> body) {
        return send(withBody(path, "PATCH", body));
    }

    Answer put(String path, Map<String, ?> body) {
        return send(withBody(path, "PUT", body));
    }

    Answer put(String path, HttpRequest.BodyPublisher content) {
        return send(request(path).PUT(content));
    }

    /** Whether the daemon says that it is ready for new work. */
    boolean isReady() {
        return send(HttpRequest.newBuilder(root.resolve("/q/health/ready")).GET()).status() == 200;
    }

    /** Answers with the operation, which goes on. */
    Answer postAsync(String path, Map<String, ?> body) {
        return send(withBody(path, "POST", body).header("Prefer", "respond-async"));
    }

    /** Waits for what would else be answered at once. */
    Answer postWaiting(String path, Map<String, ?> body) {
        return send(withBody(path, "POST", body).header("Prefer", "wait=100"));
    }

    /** Sends a file as it is, and waits for what is done with it. */
    Answer upload(String path, Path file) throws IOException {
        return send(
                request(path)
                        .header("Content-Type", "application/octet-stream")
                        .header("Prefer", "wait=100")
                        .PUT(HttpRequest.BodyPublishers.ofFile(file)));
    }

    /** The items of a list's first page. */
    Stream<JsonNode> items(String path) {
        return StreamSupport.stream(get(path).ok().path("items").spliterator(), false);
    }

    /** The lines of an answer without an end, as they come; to be closed. */
    Stream<String> lines(String path) {
        try {
            return client.send(request(path).build(), HttpResponse.BodyHandlers.ofLines()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private HttpRequest.Builder withBody(String path, String method, Map<String, ?> body) {
        try {
            return request(path)
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer(request, response);
        } catch (IOException e) {
            throw new UncheckedIOException(request + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static Answer answer(HttpRequest request, HttpResponse<String> response)
            throws JsonProcessingException {
        String type = response.headers().firstValue("Content-Type").orElse("");
        String text = response.body();
        JsonNode body =
                type.contains("json") && !text.isEmpty()
                        ? JSON.readTree(text)
                        : MissingNode.getInstance();
        String name = request.method() + " " + request.uri().getPath();
        return new Answer(name, response.statusCode(), response.headers(), body, text);
    }
}
