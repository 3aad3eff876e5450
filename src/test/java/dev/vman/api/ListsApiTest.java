package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ListsApiTest {
    @Test
    void goThroughAllPartsInTheOrderOfNames() {
        String label = Api.name("parts");
        List<String> made = IntStream.range(0, 5).mapToObj(_ -> labelled(label)).sorted().toList();

        List<String> seen = inParts("/vms?limit=2&label=set%3D" + label);

        assertThat(seen)
                .hasSameSizeAs(made)
                .containsExactlyElementsOf(
                        made.stream()
                                .map(name -> Api.get("/vms/" + name).<String>path("id"))
                                .toList());
    }

    /** The ids of all, read part by part. */
    static List<String> inParts(String list) {
        List<String> seen = new ArrayList<>();
        @Nullable String next = "";
        while (next != null) {
            String after = next.isEmpty() ? "" : "&after=" + next;
            Response part = Api.get(list + after);
            seen.addAll(part.<List<String>>path("items.id"));
            next = part.path("next");
        }
        return seen;
    }

    @Test
    void giveAHundredWhereNoLimitIsSaid() {
        List<String> made = IntStream.rangeClosed(0, 100).mapToObj(_ -> template()).toList();
        try {
            Response first = Api.get("/templates");
            Response rest = Api.get("/templates?after=" + first.path("next"));

            assertThat(first.<List<?>>path("items")).hasSize(100);
            List<String> seen = new ArrayList<>(first.<List<String>>path("items.name"));
            seen.addAll(rest.<List<String>>path("items.name"));
            assertThat(seen).containsAll(made).isSorted().doesNotHaveDuplicates();
        } finally {
            made.forEach(name -> Api.delete("/templates/" + name).then().statusCode(204));
        }
    }

    private static String template() {
        String name = Api.name("many");
        Api.post("/templates", "{\"name\": \"%s\", \"cpus\": 1, \"memoryMib\": 64}".formatted(name))
                .then()
                .statusCode(201);
        return name;
    }

    @Test
    void filterByStateLabelAndHost() {
        String label = Api.name("filters");
        String running = labelled(label);
        labelled(label);
        Api.post("/vms/" + running + "/actions/start", "{}");
        String set = "label=set%3D" + label;
        String host = Api.get("/host").path("name");

        assertThat(names("/vms?state=running&" + set)).containsExactly(running);
        assertThat(names("/vms?" + set)).hasSize(2);
        assertThat(names("/vms?label=set")).contains(running);
        assertThat(names("/vms?label=set%3Dother")).isEmpty();
        assertThat(names("/vms?host=" + host + "&" + set)).hasSize(2);
        assertThat(names("/vms?host=elsewhere")).isEmpty();
    }

    private static List<String> names(String path) {
        return Api.get(path).path("items.name");
    }

    private static String labelled(String label) {
        String name = Api.name("item");
        Response made =
                Api.post(
                        "/vms",
                        "{\"name\": \"%s\", \"memoryMib\": 16, \"labels\": {\"set\": \"%s\"}}"
                                .formatted(name, label));
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        return name;
    }
}
