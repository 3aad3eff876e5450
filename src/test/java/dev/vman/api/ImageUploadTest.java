package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A client that takes its time. */
@QuarkusTest
class ImageUploadTest {
    private static final int MIB = 1 << 20;
    private static final int SIZE = 8 * MIB;
    private static final int PARTS = 512;
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void hasAnOperationThatShowsItsProgress() throws IOException {
        String name = Api.name("slow");
        HttpURLConnection connection = begin(name);
        try (OutputStream body = connection.getOutputStream()) {
            body.write(new byte[SIZE / 2]);
            body.flush();

            await("progress", () -> progress(name) > 0);
            assertThat(Api.get("/images/" + name).path("state").toString()).isEqualTo("importing");
            assertThat(progress(name)).isLessThan(25);

            body.write(new byte[SIZE / 2]);
        }

        assertThat(connection.getResponseCode()).isEqualTo(201);
        assertThat(Api.get("/images/" + name).path("state").toString()).isEqualTo("ready");
    }

    @Test
    void leavesNothingWhenItsClientGoes() throws IOException {
        String name = Api.name("gone");
        HttpURLConnection connection = begin(name);
        OutputStream body = connection.getOutputStream();
        body.write(new byte[SIZE / 2]);
        body.flush();
        await("the image", () -> Api.get("/images/" + name).statusCode() == 200);
        String operation = operation(name);

        connection.disconnect();

        assertThat(Api.get("/operations/" + operation + "?wait=30").path("state").toString())
                .isEqualTo("failed");
        assertThat(Api.get("/images/" + name).statusCode()).isEqualTo(404);
        await("an empty work folder", ImageUploadTest::nothingUnderWork);
    }

    @Test
    void endsWhenItIsCancelled() throws IOException {
        String name = Api.name("cancelled");
        HttpURLConnection connection = begin(name);
        OutputStream body = connection.getOutputStream();
        body.write(new byte[SIZE / 2]);
        body.flush();
        await("progress", () -> progress(name) > 0);
        String operation = operation(name);

        Thread cancelling =
                Thread.startVirtualThread(
                        () -> Api.post("/operations/" + operation + "/actions/cancel", "{}"));
        // The step looks whenever something comes.
        for (int part = 0; part < PARTS && cancelling.isAlive(); part++) {
            body.write(new byte[SIZE / 2 / PARTS]);
            body.flush();
            LockSupport.parkNanos(50_000_000);
        }

        assertThat(Api.get("/operations/" + operation + "?wait=30").path("state").toString())
                .isEqualTo("cancelled");
        assertThat(Api.get("/images/" + name).statusCode()).isEqualTo(404);
        connection.disconnect();
    }

    private static HttpURLConnection begin(String name) throws IOException {
        URI address =
                URI.create(
                        "http://127.0.0.1:%d%s/images/%s/content"
                                .formatted(RestAssured.port, Api.ROOT, name));
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(SIZE);
        connection.setRequestProperty("Authorization", "Bearer " + Api.token());
        connection.setRequestProperty("Content-Type", "application/octet-stream");
        connection.setRequestProperty("Prefer", "wait=60");
        return connection;
    }

    private static int progress(String name) {
        if (Api.get("/images/" + name).statusCode() != 200) {
            return 0;
        }
        return Api.get("/operations/" + operation(name)).path("progress");
    }

    private static String operation(String name) {
        String image = Api.get("/images/" + name).path("id");
        return Api.get("/operations?target=" + image).path("items[0].id");
    }

    private static boolean nothingUnderWork() {
        try (Stream<Path> work = Files.list(Api.storage().resolve("images/work"))) {
            return work.findAny().isEmpty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("no " + what + " in time").isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }
}
