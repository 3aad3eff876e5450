package dev.vman.api;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.ConfigProvider;

/** The API as a client sees it, with the token of the daemon under test. */
final class Api {
    static final String ROOT = "/api/v1";
    private static final AtomicInteger NAMES = new AtomicInteger();

    private Api() {}

    /** A name that no other test uses. */
    static String name(String prefix) {
        return prefix + "-" + NAMES.incrementAndGet();
    }

    static Path storage() {
        return Path.of(ConfigProvider.getConfig().getValue("vman.storage.path", String.class));
    }

    static String token() {
        try {
            return Files.readString(storage().resolve("token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RequestSpecification request() {
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + token());
    }

    static RequestSpecification json(String body) {
        return request().contentType(ContentType.JSON).body(body);
    }

    static Response get(String path) {
        return request().get(ROOT + path);
    }

    static Response post(String path, String body) {
        return json(body).post(ROOT + path);
    }

    static Response patch(String path, String body) {
        return json(body).patch(ROOT + path);
    }

    static Response put(String path, String body) {
        return json(body).put(ROOT + path);
    }

    static Response delete(String path) {
        return request().delete(ROOT + path);
    }

    /** Makes a small VM; returns its name. */
    static String newVm(String prefix) {
        String name = name(prefix);
        post("/vms", "{\"name\": \"" + name + "\", \"template\": \"small\"}")
                .then()
                .statusCode(201);
        return name;
    }

    /** Makes a disk of 1 MiB; returns its name. */
    static String newDisk(String prefix) {
        String name = name(prefix);
        post("/disks", "{\"name\": \"" + name + "\", \"sizeBytes\": 1048576}")
                .then()
                .statusCode(201);
        return name;
    }
}
