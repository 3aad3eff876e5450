package dev.vman.api;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Sends bytes that a decent client would not, and reads the answer until the line is closed. */
final class RawHttp {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private RawHttp() {}

    static Answer send(String requestLine, List<String> headers) throws IOException {
        return send(requestLine, headers, "");
    }

    static Answer send(String requestLine, List<String> headers, String body) throws IOException {
        StringBuilder text = new StringBuilder(requestLine).append("\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        text.append("Connection: close\r\n\r\n").append(body);
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return new Answer(Integer.parseInt(answer.split(" ", 3)[1]), answer);
        }
    }

    record Answer(int status, String text) {}
}
