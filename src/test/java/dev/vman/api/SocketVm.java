package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A VM of the dry run whose run folder is a test's: sockets have short names there. */
record SocketVm(String name, Path run) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static SocketVm make(Path run) throws IOException {
        String name = Api.newVm("socket");
        String id = Api.get("/vms/" + name).path("id");
        Files.createSymbolicLink(Api.storage().resolve("vms").resolve(id).resolve("run"), run);
        return new SocketVm(name, run);
    }

    SocketVm started() {
        act("start");
        return this;
    }

    void act(String action) {
        Api.post("/vms/" + name + "/actions/" + action, "{}").then().statusCode(200);
    }

    void write(String text) throws IOException {
        Files.writeString(
                run.resolve("console.log"),
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    RawWebSocket console(String query) throws IOException {
        return withToken("/console/stream" + query);
    }

    RawWebSocket screen() throws IOException {
        return withToken("/vnc");
    }

    RawWebSocket withToken(String path) throws IOException {
        return open(path, "Authorization: Bearer " + Api.token());
    }

    RawWebSocket open(String path, String... headers) throws IOException {
        return RawWebSocket.open(RestAssured.port, Api.ROOT + "/vms/" + name + path, headers);
    }

    String ticket(String kind) {
        return Api.post("/tickets", "{\"vm\": \"" + name + "\", \"kind\": \"" + kind + "\"}")
                .then()
                .statusCode(201)
                .extract()
                .path("ticket");
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
