package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database that was emptied by mistake makes every disk an orphan. */
@QuarkusTest
@TestProfile(RepairLimitApiTest.OrphansAreRepaired.class)
class RepairLimitApiTest {
    /** As somebody asked for who trusts his database. */
    public static final class OrphansAreRepaired implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("vman.reconcile.policy.orphan-disk", "repair");
        }
    }

    @AfterEach
    void tidyUp() throws IOException {
        for (Path file : files()) {
            Files.deleteIfExists(file);
        }
        run();
        until(
                "the limit's finding resolves",
                () -> limits("open").isEmpty() && limits("ignored").isEmpty());
    }

    @Test
    void movesNotOneOfAThousandDisks() throws IOException {
        orphans(1000);
        Set<Path> before = files();

        run();
        until("the reconciler stops", () -> limits("open").size() == 1);
        for (int pass = 0; pass < 3; pass++) {
            run();
        }

        assertThat(files()).isEqualTo(before).hasSize(1000);
        assertThat(Api.storage().resolve("quarantine"))
                .satisfiesAnyOf(
                        folder -> assertThat(folder).doesNotExist(),
                        folder -> assertThat(folder).isEmptyDirectory());
        assertThat(limits("open")).hasSize(1);
        JsonPath limit = Api.get("/findings/" + limits("open").getFirst()).jsonPath();
        assertThat(limit.getString("severity")).isEqualTo("error");
        assertThat(limit.getInt("evidence.wanted")).isEqualTo(1000);
        assertThat(limit.getInt("evidence.kinds.orphan-disk")).isEqualTo(1000);
        assertThat(limit.getList("evidence.examples")).hasSize(10);
        assertThat(limit.getString("repair.action")).isEqualTo("release-batch");
    }

    @Test
    void resolvesTheLimitWhenTheDisksAreGone() throws IOException {
        orphans(6);
        run();
        until("the reconciler stops", () -> limits("open").size() == 1);
        String id = limits("open").getFirst();

        for (Path file : files()) {
            Files.delete(file);
        }
        run();

        until("it resolves", () -> limits("resolved").contains(id));
    }

    @Test
    void releasesNothingThatWasNotShown() throws IOException {
        orphans(7);
        run();
        until("the reconciler stops", () -> limits("open").size() == 1);
        String repair = "/findings/" + limits("open").getFirst() + "/actions/repair";

        Api.post(repair, "{}").then().statusCode(409).body("code", equalTo("batch-not-shown"));
        Api.post(repair + "?dryRun=true", "{}")
                .then()
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("plan.steps", hasSize(7));

        assertThat(files()).hasSize(7);
        assertThat(limits("open")).hasSize(1);
    }

    @Test
    void keepsStillWhenAPersonIgnoresTheLimit() throws IOException {
        orphans(6);
        run();
        until("the reconciler stops", () -> limits("open").size() == 1);
        String id = limits("open").getFirst();

        Api.post("/findings/" + id + "/actions/ignore", "{}").then().statusCode(200);
        run();
        run();

        assertThat(limits("open")).isEmpty();
        assertThat(limits("ignored")).containsExactly(id);
        assertThat(files()).hasSize(6);
    }

    @Test
    void saysWhyARepairFailedAndWhenItIsTriedAgain() throws IOException {
        Path held = orphan();
        try (InputStream open = Files.newInputStream(held)) {
            assertThat(open.read()).isPositive();
            run();
            String id = finding(held);
            until(
                    "it has failed",
                    () -> "failed".equals(finding(id).getString("lastRepair.state")));
            run();
            run();

            Api.get("/findings/" + id)
                    .then()
                    .body("state", equalTo("open"))
                    .body("lastRepair.automatic", equalTo(true))
                    .body("lastRepair.failures", equalTo(1))
                    .body("lastRepair.problem", notNullValue())
                    .body("lastRepair.nextTryAt", notNullValue());
        }
        assertThat(held).exists();
    }

    private static JsonPath finding(String id) {
        return Api.get("/findings/" + id).jsonPath();
    }

    private static String finding(Path file) {
        JsonPath all = Api.get("/findings?kind=orphan-disk&state=open&limit=1000").jsonPath();
        return all.getString("items.find { it.subject.path == '" + file + "' }.id");
    }

    private static List<String> limits(String state) {
        return Api.get("/findings?kind=repair-limit&limit=1000&state=" + state)
                .jsonPath()
                .getList("items.id", String.class);
    }

    private static void orphans(int count) throws IOException {
        for (int made = 0; made < count; made++) {
            Path _ = orphan();
        }
    }

    private static Path orphan() throws IOException {
        return Files.writeString(disks().resolve(UUID.randomUUID() + ".qcow2"), "a disk");
    }

    private static Path disks() {
        return Api.storage().resolve("disks");
    }

    private static Set<Path> files() {
        try (Stream<Path> files = Files.list(disks())) {
            return files.collect(Collectors.toSet());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void run() {
        Api.post("/observer/actions/run", "").then().statusCode(200);
    }

    private static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not in time: " + what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
