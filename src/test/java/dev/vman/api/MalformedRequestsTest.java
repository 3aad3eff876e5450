package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be read as a request at all; every answer is a problem, none a 500. */
@QuarkusTest
class MalformedRequestsTest {
    private static final int CHUNK = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/nothing, 404, no-such-path",
        "GET, /nothing, 404, no-such-path",
        "GET, /q/nothing, 404, no-such-path",
        "PUT, /api/v1/vms, 405, method-not-allowed",
        "GET, /api/v1/vms/a%00b, 400, malformed-target",
        "GET, /api/v1/vms/nobody, 404, vm-not-found",
        "GET, /api/v1/vms/..%2F..%2Fetc, 404, vm-not-found",
        "GET, /api/v1/vms/a%20b, 404, vm-not-found",
        "GET, /api/v1/vms/a%2Cb, 404, vm-not-found",
        "GET, /api/v1/vms/00000000-0000-4000-8000-00000000dead, 404, vm-not-found",
        "GET, /api/v1/disks/nobody, 404, disk-not-found",
        "GET, /api/v1/templates/nobody, 404, template-not-found",
        "GET, /api/v1/operations/nobody, 404, operation-not-found",
        "DELETE, /api/v1/vms/nobody, 404, vm-not-found",
        "POST, /api/v1/vms/nobody/actions/start, 404, vm-not-found",
        "POST, /api/v1/vms/nobody/actions/fly, 404, no-such-path",
        "GET, /api/v1/vms/nobody/console, 404, vm-not-found",
        "POST, /api/v1/disks/nobody/actions/detach, 404, disk-not-found",
        "GET, /api/v1/vms?limit=0, 400, invalid-parameter",
        "GET, /api/v1/vms?limit=1001, 400, invalid-parameter",
        "GET, /api/v1/vms?limit=ten, 400, invalid-parameter",
        "GET, /api/v1/vms?limit=1&limit=2, 400, invalid-parameter",
        "GET, /api/v1/vms?after=%21, 400, invalid-parameter",
        "GET, /api/v1/operations?after=d2Vi, 400, invalid-parameter",
        "GET, /api/v1/vms?state=flying, 400, invalid-parameter",
        "GET, /api/v1/vms?colour=red, 400, invalid-parameter",
        "GET, /api/v1/vms/x?wait=flying, 400, invalid-parameter",
        "GET, /api/v1/vms/nobody?wait=agent, 404, vm-not-found",
        "GET, /api/v1/vms/nobody/agent, 404, vm-not-found",
        "GET, /api/v1/vms/nobody/files, 400, invalid-parameter",
        "GET, /api/v1/vms/nobody/files?path=/x, 404, vm-not-found",
        "GET, /api/v1/vms/nobody/files?path=x, 422, invalid-value",
        "GET, /api/v1/vms/x?wait=running&timeout=-1, 400, invalid-parameter",
        "GET, /api/v1/operations?target=web, 400, invalid-parameter",
        "DELETE, /api/v1/vms/x?force=perhaps, 400, invalid-parameter",
        "DELETE, /api/v1/vms/x?dryrun=true, 400, invalid-parameter",
        "DELETE, /api/v1/vms/x?dryRun=yes, 400, invalid-parameter"
    })
    void areProblems(String method, String path, int status, String code) {
        Response answer = Api.request().request(method, path);

        assertProblem(answer, status, code);
        assertThat(answer.path("instance").toString()).isEqualTo(path.split("\\?", 2)[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nonsense",
                "{\"name\": \"a\"} x",
                "{\"name\": \"a\", \"name\": \"b\"}",
                "{'name': 'a'}",
                "{\"name\": \"a\nb\"}",
                "{\"cpus\": 01}"
            })
    void areMalformedJson(String body) {
        assertProblem(Api.post("/vms", body), 400, "malformed-json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"labels\":"})
    void mayNotNestTenThousandDeep(String opening) throws IOException {
        RawHttp.Answer answer = sendRaw("application/json", opening.repeat(10_000));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"code\":\"malformed-json\"");
    }

    @ParameterizedTest
    @CsvSource({"[, ]", "{\"labels\":, }"})
    void mayNotNestTenThousandDeepThoughAllIsClosed(String opening, String closing)
            throws IOException {
        String body = opening.repeat(10_000) + "1" + closing.repeat(10_000);

        RawHttp.Answer answer = sendRaw("application/json", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains("\"code\":\"malformed-json\"")
                .contains("\"detail\":\"The body is nested too deeply");
    }

    @Test
    void mayNotHaveBrokenUtf8() {
        byte[] body = "{\"name\": \"?\"}".getBytes(StandardCharsets.US_ASCII);
        body[10] = (byte) 0xff;

        Response answer =
                Api.request().contentType(ContentType.JSON).body(body).post("/api/v1/vms");

        assertProblem(answer, 400, "malformed-json");
    }

    @Test
    void needABody() {
        assertProblem(
                Api.request().contentType(ContentType.JSON).post("/api/v1/vms"), 400, "empty-body");
        assertProblem(Api.post("/vms", "  "), 400, "empty-body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "nonsense"})
    void needJson(String type) throws IOException {
        RawHttp.Answer answer = sendRaw(type, "{}");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.text()).contains("\"code\":\"unsupported-media-type\"");
    }

    @Test
    void mayNotAskForAnotherMediaType() {
        Response answer = Api.request().header("Accept", "image/png").get("/api/v1/vms");

        assertProblem(answer, 406, "not-acceptable");
    }

    @Test
    void needASoundIdempotencyKey() {
        Response answer =
                Api.json("{\"name\": \"x\"}")
                        .header("Idempotency-Key", "k".repeat(256))
                        .post("/api/v1/vms");

        assertProblem(answer, 400, "malformed-idempotency-key");
    }

    @Test
    void areTooLargeByTheirLength() throws IOException {
        HttpURLConnection connection = upload();
        connection.setFixedLengthStreamingMode(100L * CHUNK);

        assertThat(sendMebibytes(connection, 100)).isEqualTo(413);
    }

    @Test
    void areTooLargeByWhatTheySend() throws IOException {
        HttpURLConnection connection = upload();
        connection.setChunkedStreamingMode(CHUNK);

        assertThat(sendMebibytes(connection, 4)).isEqualTo(413);
    }

    private static RawHttp.Answer sendRaw(String type, String body) throws IOException {
        List<String> headers =
                List.of(
                        "Host: localhost",
                        "Authorization: Bearer " + Api.token(),
                        "Content-Length: " + body.length(),
                        "Content-Type: " + type);
        return RawHttp.send("POST /api/v1/vms HTTP/1.1", headers, body);
    }

    private static HttpURLConnection upload() throws IOException {
        URI address = URI.create("http://localhost:" + RestAssured.port + "/api/v1/vms");
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setReadTimeout(30_000);
        connection.setRequestProperty("Authorization", "Bearer " + Api.token());
        connection.setRequestProperty("Content-Type", "application/json");
        return connection;
    }

    private static int sendMebibytes(HttpURLConnection connection, int count) throws IOException {
        byte[] blanks = " ".repeat(CHUNK).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream body = connection.getOutputStream()) {
            for (int sent = 0; sent < count; sent++) {
                body.write(blanks);
            }
        }
        return connection.getResponseCode();
    }

    private static void assertProblem(Response answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.path("code").toString()).isEqualTo(code);
        assertThat(answer.path("type").toString()).isEqualTo("urn:vman:problem:" + code);
        assertThat((Integer) answer.path("status")).isEqualTo(status);
        assertThat(answer.path("detail").toString()).isNotBlank();
    }
}
