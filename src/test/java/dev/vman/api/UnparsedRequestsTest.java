package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before any route; the answer is a problem all the same, and arrives. */
@QuarkusTest
class UnparsedRequestsTest {
    private static final int MEBIBYTE = 1 << 20;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/vms HTTP/1",
                "nonsense",
                "{\"name\": \"web\"}",
                "GET /%zz HTTP/1.1",
                "GET /api/v1/vms/%zz HTTP/1.1",
                "GET /api/v1/vms/%f HTTP/1.1",
                "GET /api/v1/vms?state=%zz HTTP/1.1"
            })
    void areProblemsWhenTheirFirstLineIsBroken(String line) throws IOException {
        assertProblem(RawHttp.send(line, authorized()), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: abc",
                "Content-Length: -1",
                "Content-Length: 99999999999999999999",
                "Content-Length: 1\r\nContent-Length: 2",
                "Content-Length: 1, 2",
                "Bad Name: x",
                "No-Colon",
                "Zero: a\0b"
            })
    void areProblemsWhenAHeaderIsBroken(String header) throws IOException {
        RawHttp.Answer answer = RawHttp.send("GET /api/v1/vms HTTP/1.1", authorized(header));

        assertProblem(answer, 400);
        assertThat(answer.text()).contains("\"instance\":\"/api/v1/vms\"");
    }

    @ParameterizedTest
    @CsvSource({"5000", "1048576"})
    void areProblemsWhenTheirAddressIsTooLong(int length) throws IOException {
        RawHttp.Answer answer =
                RawHttp.send("GET /" + "a".repeat(length) + " HTTP/1.1", authorized());

        assertProblem(answer, 414);
        assertThat(answer.text()).contains("\"code\":\"uri-too-long\"", "\"remedy\":");
    }

    @ParameterizedTest
    @CsvSource({"20000", "1048576"})
    void areProblemsWhenTheirHeadersAreTooLong(int length) throws IOException {
        RawHttp.Answer answer =
                RawHttp.send(
                        "GET /api/v1/vms HTTP/1.1",
                        authorized("X-Long: " + "a".repeat(length)),
                        "b".repeat(MEBIBYTE));

        assertProblem(answer, 431);
        assertThat(answer.text()).contains("\"code\":\"headers-too-large\"", "\"remedy\":");
    }

    @Test
    void areReadOnAfterTheAnswerSoThatTheirSenderMeetsNoBrokenLine() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            OutputStream request = socket.getOutputStream();
            String head = "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "a".repeat(20_000);
            request.write(head.getBytes(StandardCharsets.ISO_8859_1));

            byte[] answer = socket.getInputStream().readAllBytes();

            assertThat(new String(answer, StandardCharsets.ISO_8859_1))
                    .contains("headers-too-large");
            for (int sent = 0; sent < 4; sent++) {
                request.write(new byte[MEBIBYTE]);
            }
        }
    }

    @Test
    void areAnsweredAfterThoseBeforeThem() throws IOException {
        String first =
                "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        + "DELETE /api/v1/vms/nobody HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: Bearer "
                        + Api.token()
                        + "\r\n\r\n";

        String answers = RawHttp.send(first + "nonsense", List.of()).text();

        assertThat(answers).containsSubsequence("200 OK", "\"vm-not-found\"", "\"bad-request\"");
        assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(4);
    }

    @Test
    void mayNotGiveTheirLengthInTwoWays() throws IOException {
        RawHttp.Answer answer =
                RawHttp.send(
                        "POST /api/v1/vms HTTP/1.1",
                        authorized("Content-Length: 5", "Transfer-Encoding: chunked"),
                        "0\r\n\r\n");

        assertProblem(answer, 400);
    }

    private static List<String> authorized(String... more) {
        List<String> headers = new ArrayList<>(List.of("Host: localhost"));
        headers.add("Authorization: Bearer " + Api.token());
        headers.addAll(List.of(more));
        return headers;
    }

    private static void assertProblem(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text())
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"status\":" + status, "\"code\":", "\"title\":", "\"detail\":");
    }
}
