package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that is sound and does not fit: 422, the field is named, and nothing has changed. */
@QuarkusTest
class InvalidValuesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name",
                "{'name': null} | name",
                "{'name': 'v', 'cpus': 0} | cpus",
                "{'name': 'v', 'cpus': -1} | cpus",
                "{'name': 'v', 'cpus': 1000000000} | cpus",
                "{'name': 'v', 'cpus': 99999999999999999999} | cpus",
                "{'name': 'v', 'cpus': 1.5} | cpus",
                "{'name': 'v', 'cpus': 1.0} | cpus",
                "{'name': 'v', 'cpus': 1e400} | cpus",
                "{'name': 'v', 'cpus': '2'} | cpus",
                "{'name': 'v', 'cpus': ''} | cpus",
                "{'name': 'v', 'cpus': true} | cpus",
                "{'name': 'v', 'cpus': null} | cpus",
                "{'name': 'v', 'cpus': [1]} | cpus",
                "{'name': 'v', 'memoryMib': 0} | memoryMib",
                "{'name': 'v', 'memoryMib': 2000000000} | memoryMib",
                "{'name': 'v', 'diskSizeBytes': 0} | diskSizeBytes",
                "{'name': 'v', 'diskSizeBytes': 11529215046068469760} | diskSizeBytes",
                "{'name': 'v', 'start': 1} | start",
                "{'name': 'v', 'start': 'true'} | start",
                "{'name': 'v', 'start': null} | start",
                "{'name': 'v', 'protected': 'no'} | protected",
                "{'name': 'v', 'restart': 'maybe'} | restart",
                "{'name': 'v', 'restart': 0} | restart",
                "{'name': 'v', 'startOrder': -1} | startOrder",
                "{'name': 'v', 'machine': 'pc,accel=kvm'} | machine",
                "{'name': 'v', 'labels': []} | labels",
                "{'name': 'v', 'labels': {'a': 1}} | labels.a",
                "{'name': 'v', 'labels': {'a': null}} | labels.a",
                "{'name': 'v', 'boot': 'kernel'} | boot",
                "{'name': 'v', 'boot': {}} | boot.kernel",
                "{'name': 'v', 'boot': {'kernel': '/boot/k', 'x': 1}} | boot.x",
                "{'name': 'v', 'network': 'nobodys'} | network",
                "{'name': 'v', 'network': 7} | network",
                "{'name': 'v', 'networks': []} | nics",
                "{'name': 'v', 'networks': ['default'], 'network': 'default'} | nics",
                "{'name': 'v', 'nics': [{}, null]} | nics",
                "{'name': 'v', 'nics': [{'mac': '01:00:5e:00:00:01'}]} | mac",
                "{'name': 'v', 'nics': [{'mac': '52:54:00:12:34'}]} | mac",
                "{'name': 'v', 'nics': [{'mac': '00:00:00:00:00:00'}]} | mac",
                "{'name': 'v', 'nics': [{'ip': '10.0.2.15'}]} | ip",
                "{'name': 'v', 'cdrom': 7} | cdrom",
                "{'name': 'v', 'bootOrder': 'disk'} | bootOrder",
                "{'name': 'v', 'bootOrder': []} | bootOrder",
                "{'name': 'v', 'bootOrder': [null]} | bootOrder",
                "{'name': 'v', 'bootOrder': ['disk', 'disk']} | bootOrder",
                "{'name': 'v', 'bootOrder': ['network']} | bootOrder.[]",
                "{'name': 'v', 'colour': 'red'} | colour"
            })
    void ofAVmNameTheField(String body, String field) {
        assertRefused(Api.post("/vms", json(body)), field);
        assertThat(Api.get("/vms/v").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'sizeBytes': 0} | sizeBytes",
                "{'sizeBytes': -512} | sizeBytes",
                "{'sizeBytes': 513} | sizeBytes",
                "{'sizeBytes': 11529215046068469760} | sizeBytes",
                "{'sizeBytes': 9007199254740992} | sizeBytes",
                "{'sizeBytes': '1024'} | sizeBytes",
                "{'sizeBytes': null} | sizeBytes",
                "{} | sizeBytes",
                "{'sizeBytes': 1024, 'format': 'vmdk'} | format",
                "{'sizeBytes': 1024, 'name': 'a b'} | name",
                "{'sizeBytes': 1024, 'backing': '/etc/shadow'} | backing"
            })
    void ofADiskNameTheField(String body, String field) {
        List<String> before = names("/disks");

        assertRefused(Api.post("/disks", json(body)), field);

        assertThat(names("/disks")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name': 't'} | cpus",
                "{'name': 't', 'cpus': 0, 'memoryMib': 64} | cpus",
                "{'name': 't', 'cpus': 1, 'memoryMib': 1} | memoryMib",
                "{'name': 't', 'cpus': 1, 'memoryMib': null} | memoryMib",
                "{'name': 't', 'cpus': 1, 'memoryMib': 64, 'diskSizeBytes': 1} | diskSizeBytes"
            })
    void ofATemplateNameTheField(String body, String field) {
        assertRefused(Api.post("/templates", json(body)), field);
        assertThat(Api.get("/templates/t").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/templates | {'name': 'u', 'cpus': 1, 'memoryMib': 64, 'firmware': 'efi'} |"
                        + " firmware",
                "/templates | {'name': 'u', 'cpus': 1, 'memoryMib': 64, 'machine': 'pc'} | machine",
                "/vms | {'name': 'u', 'machine': 'microvm'} | boot",
                "/vms | {'name': 'u', 'machine': 'microvm,accel=kvm'} | machine",
                "/vms | {'name': 'u', 'machine': 'microvm', 'firmware': 'uefi',"
                        + " 'boot': {'kernel': '/x'}} | firmware"
            })
    void ofAMachineNameTheField(String path, String body, String field) {
        assertRefused(Api.post(path, json(body)), field);
    }

    @Test
    void ofSeveralFieldsAreNamedAtOnce() {
        Response answer = Api.post("/vms", json("{'colour': 1, 'cpus': null}"));

        List<String> fields = answer.path("errors.field");
        assertThat(fields).containsExactlyInAnyOrder("colour", "name", "cpus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "5", "null", "true"})
    void thatAreNoObjectAreRefused(String body) {
        assertThat(Api.post("/vms", body).statusCode()).isEqualTo(422);
    }

    @Test
    void ofTenKilobytesAreNotAName() {
        assertRefused(Api.post("/vms", "{\"name\": \"" + "a".repeat(10_240) + "\"}"), "name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/boot/no-such-kernel",
                "/boot",
                "/dev/null",
                "/etc/shadow",
                "relative/kernel",
                "/boot/../etc/shadow"
            })
    void ofAKernelThatMayNotBeReadAreRefused(String kernel) {
        Response answer =
                Api.post("/vms", json("{'name': 'v', 'boot': {'kernel': '" + kernel + "'}}"));

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(Api.get("/vms/v").statusCode()).isEqualTo(404);
    }

    @Test
    void ofAPatchAreRefused() {
        String vm = Api.newVm("patched");

        assertRefused(Api.patch("/vms/" + vm, json("{'cpus': 0}")), "cpus");
        assertRefused(Api.patch("/vms/" + vm, json("{'template': 'small'}")), "template");
        assertRefused(Api.patch("/vms/" + vm, json("{'memoryMib': null}")), "memoryMib");
        assertThat((Integer) Api.get("/vms/" + vm).path("spec.cpus")).isEqualTo(1);
    }

    @Test
    void ofAnActionAreRefused() {
        String vm = Api.newVm("stopped");

        assertRefused(
                Api.post("/vms/" + vm + "/actions/stop", json("{'timeoutSeconds': -1}")),
                "timeoutSeconds");
        assertRefused(Api.post("/vms/" + vm + "/actions/start", json("{'now': true}")), "now");
    }

    @Test
    void ofAnUnknownTemplateChangeNothing() {
        Response answer = Api.post("/vms", json("{'name': 'v', 'template': 'nobody'}"));

        assertThat(answer.statusCode()).isIn(404, 422);
        assertThat(Api.get("/vms/v").statusCode()).isEqualTo(404);
    }

    private static Stream<Arguments> badNames() {
        return Stream.of("/vms", "/disks", "/templates")
                .flatMap(path ->
                        Stream.of(
                                        "5",
                                        "''",
                                        "'../etc'",
                                        "'a/b'",
                                        "'a b'",
                                        "'a,b'",
                                        "'a\\nb'",
                                        "'a\\u0000b'",
                                        "'w\\u0435b'",
                                        "'Web'",
                                        "'-web'",
                                        "'web-'",
                                        "'" + "a".repeat(64) + "'",
                                        "'00000000-0000-4000-8000-000000000009'")
                                .map(name -> Arguments.of(path, name)));
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void ofANameMakeNothing(String path, String name) {
        List<String> before = names(path);

        assertRefused(Api.post(path, named(path, name)), "name");

        assertThat(names(path)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void ofANewNameKeepTheOldOne(String path, String name) {
        String old = Api.name("named");
        Api.post(path, named(path, "'" + old + "'")).then().statusCode(201);
        String present = path + "/" + old;

        assertRefused(Api.patch(present, json("{'name': " + name + "}")), "name");

        assertThat(Api.get(present).path("name").toString()).isEqualTo(old);
        Api.delete(present).then().statusCode(204);
    }

    /** A sound body, but for the name. */
    private static String named(String path, String name) {
        String rest = path.equals("/disks") ? "'sizeBytes': 1048576" : "'cpus': 1, 'memoryMib': 64";
        return json("{'name': " + name + ", " + rest + "}");
    }

    private static List<String> names(String path) {
        return Api.get(path + "?limit=1000").path("items.name");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static void assertRefused(Response answer, String field) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        List<String> fields = answer.path("errors.field");
        assertThat(fields).as(answer.asString()).contains(field);
    }
}
