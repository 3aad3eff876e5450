package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** If-Match, Idempotency-Key and dryRun, of what is no VM. */
@QuarkusTest
class RequestConditionsTest {
    /** What can be made without anything else, and be made larger. */
    enum Sort {
        DISK("/disks", "{\"name\": \"%s\", \"sizeBytes\": %d}", 1 << 20),
        TEMPLATE("/templates", "{\"name\": \"%s\", \"memoryMib\": 64, \"cpus\": %d}", 1);

        private final String path;
        private final String body;
        private final int unit;

        Sort(String path, String body, int unit) {
            this.path = path;
            this.body = body;
            this.unit = unit;
        }

        private String body(String name, int size) {
            return body.formatted(name, size * unit);
        }

        /** Returns its name. */
        private String make() {
            String name = Api.name("conditions");
            Api.post(path, body(name, 1)).then().statusCode(201);
            return name;
        }
    }

    @ParameterizedTest
    @EnumSource
    void refuseToChangeWhatTheCallerHasNotSeen(Sort sort) {
        String name = sort.make();
        String path = sort.path + "/" + name;
        String seen = Api.get(path).header("ETag");
        Api.patch(path, sort.body(name, 2)).then().statusCode(200);
        Response now = Api.get(path);

        assertOutdated(
                Api.json(sort.body(name, 3)).header("If-Match", seen).patch(Api.ROOT + path));
        assertOutdated(delete(path, seen));
        assertThat(Api.get(path).asString()).isEqualTo(now.asString());

        assertThat(delete(path, now.header("ETag")).statusCode()).isEqualTo(204);
        assertThat(Api.get(path).statusCode()).isEqualTo(404);
    }

    private static Response delete(String path, String seen) {
        return Api.request().header("If-Match", seen).delete(Api.ROOT + path);
    }

    private static void assertOutdated(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(412);
        assertThat(answer.path("code").toString()).isEqualTo("etag-mismatch");
    }

    @ParameterizedTest
    @EnumSource
    void makeOnceWhatIsAskedForAgain(Sort sort) {
        String name = Api.name("repeated");

        Response first = createWithKey(sort, name, 1);
        Response second = createWithKey(sort, name, 1);
        Response other = createWithKey(sort, name, 2);

        assertThat(first.statusCode()).as(first.asString()).isEqualTo(201);
        assertThat(second.statusCode()).as(second.asString()).isEqualTo(201);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(other.statusCode()).as(other.asString()).isEqualTo(422);
        assertThat(other.path("code").toString()).isEqualTo("idempotency-key-reused");
        assertThat(Api.get(sort.path + "/" + name).asString()).isEqualTo(first.asString());
    }

    private static Response createWithKey(Sort sort, String name, int size) {
        return Api.json(sort.body(name, size))
                .header("Idempotency-Key", name)
                .post(Api.ROOT + sort.path);
    }

    @ParameterizedTest
    @EnumSource
    void planACreateWithoutCreating(Sort sort) {
        String name = Api.name("planned");

        Response plan = Api.post(sort.path + "?dryRun=true", sort.body(name, 1));

        assertPlanned(plan, "create");
        assertThat(Api.get(sort.path + "/" + name).statusCode()).isEqualTo(404);
        assertThat(operations(plan.path("plan.target"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void planADeleteWithoutDeleting(Sort sort) {
        String path = sort.path + "/" + sort.make();
        Response before = Api.get(path);
        List<String> done = operations(before.path("id"));

        assertPlanned(Api.delete(path + "?dryRun=true"), "delete");

        assertThat(Api.get(path).asString()).isEqualTo(before.asString());
        assertThat(operations(before.path("id"))).isEqualTo(done);
    }

    private static void assertPlanned(Response plan, String verb) {
        assertThat(plan.statusCode()).as(plan.asString()).isEqualTo(200);
        assertThat((Boolean) plan.path("dryRun")).isTrue();
        assertThat(plan.path("plan.kind").toString()).endsWith("." + verb);
    }

    private static List<String> operations(String target) {
        return Api.get("/operations?target=" + target).path("items.kind");
    }
}
