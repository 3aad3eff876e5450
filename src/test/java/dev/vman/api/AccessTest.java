package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AccessTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/vms",
                "/api/v1/nothing",
                "/api",
                "/q/metrics",
                "//api/v1/vms",
                "/q/health/../../api/v1/vms",
                "/q/health/%2e%2e/%2e%2e/api/v1/vms",
                "/%61pi/v1/vms"
            })
    void needsTheToken(String path) throws IOException {
        RawHttp.Answer answer =
                RawHttp.send("GET " + path + " HTTP/1.1", List.of("Host: localhost"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text())
                .contains("\"code\":\"unauthorized\"")
                .containsIgnoringCase("WWW-Authenticate: Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer ", "Basic dXNlcjpwdw==", "", "Bearer"})
    void refusesWrongTokens(String header) {
        Response answer = RestAssured.given().header("Authorization", header).get("/api/v1/vms");

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/openapi", "/q/swagger-ui/"})
    void opensHealthAndDocuments(String path) {
        assertThat(RestAssured.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void startsAtTheApisPage() {
        Response answer = RestAssured.given().redirects().follow(false).get("/");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/q/swagger-ui/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: localhost.evil.example",
                "Host: user@localhost",
                "Host: ",
                "Host: localhost, evil.example",
                "X-No-Host: 1"
            })
    void refusesForeignHostsBeforeAnythingElse(String header) throws IOException {
        for (String path : List.of("/api/v1/vms", "/q/health", "/", "/nothing")) {
            RawHttp.Answer answer = RawHttp.send("GET " + path + " HTTP/1.1", List.of(header));

            assertThat(answer.status()).as(path).isEqualTo(421);
            assertThat(answer.text()).contains("\"code\":\"wrong-host\"");
        }
    }

    @Test
    void refusesASecondHost() throws IOException {
        RawHttp.Answer answer =
                RawHttp.send(
                        "GET /q/health HTTP/1.1", List.of("Host: localhost", "Host: evil.example"));

        assertThat(answer.status()).isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "file://"})
    void refusesForeignOriginsOfUpgradesToo(String origin) throws IOException {
        List<String> headers =
                List.of(
                        "Host: localhost",
                        "Origin: " + origin,
                        "Authorization: Bearer " + Api.token(),
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

        RawHttp.Answer answer = RawHttp.send("GET /api/v1/vms HTTP/1.1", headers);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("\"code\":\"foreign-origin\"");
    }

    @Test
    void takesRequestsOfItsOwnPage() {
        Response answer =
                Api.request()
                        .header("Origin", "http://localhost:" + RestAssured.port)
                        .get("/api/v1/vms");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void tellsBrowsersToGuessAndFrameNothing() {
        Response answer = Api.get("/vms");

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }
}
