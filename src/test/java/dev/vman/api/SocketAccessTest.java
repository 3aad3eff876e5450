package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may open a WebSocket, and how many. */
@QuarkusTest
class SocketAccessTest {
    private static final int PLACES_OF_A_VM = 4;
    @TempDir Path run;
    private SocketVm vm;

    @BeforeEach
    void makeAVm() throws IOException {
        vm = SocketVm.make(run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/stream", "/vnc"})
    void refusesStrangersBeforeAnythingElse(String path) throws IOException {
        String token = "Authorization: Bearer " + Api.token();

        assertRefused(vm.open(path, token, "Host: evil.example"), 421, "wrong-host");
        assertRefused(vm.open(path, token, "Origin: http://evil.example"), 403, "foreign-origin");
        assertRefused(vm.open(path, token, "Origin: null"), 403, "foreign-origin");
        assertRefused(vm.open(path), 401, "unauthorized");
        assertRefused(vm.open(path, "Authorization: Bearer wrong"), 401, "unauthorized");
        assertRefused(vm.open(path + "?ticket=", "X: y"), 401, "ticket-refused");
        assertRefused(vm.open(path + "?ticket=AAAA"), 401, "ticket-refused");
    }

    @Test
    void takesATicketOnce() throws IOException {
        String ticket = vm.ticket("console");
        String path = "/console/stream?ticket=" + ticket;
        String origin = "Origin: http://localhost:" + RestAssured.port;

        try (RawWebSocket first = vm.open(path, origin);
                RawWebSocket second = vm.open(path, origin)) {
            assertThat(first.status()).as(first.answer()).isEqualTo(101);
            assertRefused(second, 401, "ticket-refused");
        }
    }

    @Test
    void takesATicketForItsKindAndVmAlone() throws IOException {
        String other = Api.newVm("other");
        assertRefused(vm.open("/vnc?ticket=" + vm.ticket("console")), 401, "ticket-refused");

        String ticket = vm.ticket("console");
        String path = "/vms/" + other + "/console/stream?ticket=" + ticket;

        assertRefused(RawWebSocket.open(RestAssured.port, Api.ROOT + path), 401, "ticket-refused");
        assertRefused(vm.open("/console/stream?ticket=" + ticket), 401, "ticket-refused");
    }

    @Test
    void takesATicketForNothingButAnUpgrade() {
        String ticket = vm.ticket("console");

        for (String path : List.of("/console/stream", "/console", "", "/actions/start")) {
            Response answer =
                    RestAssured.get(Api.ROOT + "/vms/" + vm.name() + path + "?ticket=" + ticket);
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"vm\": \"nobody\", \"kind\": \"vnc\"}', 404, vm-not-found",
        "'{\"vm\": \"nobody\"}', 422, invalid-value",
        "'{\"vm\": \"nobody\", \"kind\": null}', 422, invalid-value",
        "'{\"vm\": \"nobody\", \"kind\": \"telnet\"}', 422, invalid-value"
    })
    void issuesNoTicketForWhatIsNotThere(String body, int status, String code) {
        Response answer = Api.post("/tickets", body);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.path("code").toString()).isEqualTo(code);
    }

    @Test
    void saysWhatIsWrongWithARequest() throws IOException {
        assertRefused(vm.console("?wirte=true"), 400, "invalid-parameter");
        assertRefused(vm.console("?write=perhaps"), 400, "invalid-parameter");
        assertRefused(vm.console("?write=true&write=true"), 400, "invalid-parameter");
        assertRefused(vm.screen(), 409, "wrong-state");
        vm.started();
        assertRefused(vm.screen(), 409, "no-display");
        String token = "Authorization: Bearer " + Api.token();
        assertRefused(
                RawWebSocket.open(RestAssured.port, Api.ROOT + "/vms/nobody/vnc", token),
                404,
                "vm-not-found");
    }

    @Test
    void asksForAnUpgradeWhereNoneCame() {
        Response answer = Api.get("/vms/" + vm.name() + "/vnc");

        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(answer.header("Upgrade")).isEqualTo("websocket");
        assertThat(answer.path("code").toString()).isEqualTo("upgrade-required");
        assertThat(Api.post("/vms/" + vm.name() + "/vnc", "{}").statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Sec-WebSocket-Version: 12", "Sec-WebSocket-Version: x", "X-No-Version: 13"})
    void refusesAHandshakeThatIsNone(String header) throws IOException {
        List<String> headers =
                List.of(
                        "Host: localhost",
                        "Authorization: Bearer " + Api.token(),
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        header);

        try (RawWebSocket answer =
                RawWebSocket.request(
                        RestAssured.port,
                        Api.ROOT + "/vms/" + vm.name() + "/console/stream",
                        headers)) {
            assertThat(answer.status()).as(answer.answer()).isBetween(400, 426);
        }
        try (RawWebSocket next = vm.console("")) {
            assertThat(next.status()).isEqualTo(101);
        }
    }

    @Test
    void leavesTheLineUsableAfterARefusal() throws IOException {
        try (RawWebSocket refused = vm.screen()) {
            assertThat(refused.status()).isEqualTo(409);

            assertThat(refused.ask("GET /q/health/live HTTP/1.1", "Host: localhost"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void opensSoManyToAVmAndNoMore() throws IOException {
        List<RawWebSocket> open = new ArrayList<>();
        try {
            for (int place = 0; place < PLACES_OF_A_VM; place++) {
                open.add(vm.console(""));
                assertThat(open.getLast().status()).isEqualTo(101);
            }
            assertRefused(vm.console(""), 503, "too-many-sockets");

            open.removeLast().close();

            SocketVm.await("a place is given back", this::isFree);
        } finally {
            for (RawWebSocket socket : open) {
                socket.close();
            }
        }
    }

    private boolean isFree() {
        try (RawWebSocket socket = vm.console("")) {
            return socket.status() == 101;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void hasNoPictureOfWhatDoesNotRun() {
        Response stopped = Api.get("/vms/" + vm.name() + "/screenshot");
        vm.started();
        Response dry = Api.get("/vms/" + vm.name() + "/screenshot");

        assertThat(stopped.statusCode()).isEqualTo(409);
        assertThat(stopped.path("code").toString()).isEqualTo("wrong-state");
        assertThat(stopped.contentType()).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(dry.statusCode()).isEqualTo(409);
        assertThat(dry.path("code").toString()).isEqualTo("no-display");
    }

    private static void assertRefused(RawWebSocket answer, int status, String code)
            throws IOException {
        try (answer) {
            assertThat(answer.status()).as(answer.answer()).isEqualTo(status);
            assertThat(answer.answer())
                    .contains(Problem.MEDIA_TYPE)
                    .contains("\"code\":\"" + code + "\"");
        }
    }
}
