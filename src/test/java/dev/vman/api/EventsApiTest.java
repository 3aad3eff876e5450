package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.journal.EventLog;
import dev.vman.journal.Events;
import dev.vman.journal.Target;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventsApiTest {
    private static final int PLACES = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(10);
    @Inject Events events;
    @Inject EventLog log;
    @Inject EventStreams streams;
    @Inject ObjectMapper json;
    private final UUID thing = UUID.randomUUID();

    @Test
    void tellsWhatHappensWhileItHappens() throws IOException {
        try (EventClient client = EventClient.listening("?kind=vm.")) {
            String vm = Api.newVm("heard");

            Map<String, String> event = client.nextEvent();

            JsonNode data = json.readTree(event.get("data"));
            assertThat(client.status()).isEqualTo(200);
            assertThat(event.get("event")).isEqualTo("vm.created");
            assertThat(data.path("number").asText()).isEqualTo(event.get("id"));
            assertThat(data.path("kind").asText()).isEqualTo("vm.created");
            assertThat(data.path("at").asText()).startsWith("20").endsWith("Z");
            assertThat(data.path("subject").path("type").asText()).isEqualTo("vm");
            assertThat(data.path("subject").path("name").asText()).isEqualTo(vm);
            assertThat(data.path("data").path("state").asText()).isEqualTo("stopped");
        }
    }

    @Test
    void replaysWhatWasMissedAndGoesOn() throws IOException {
        long seen = log.newest();
        append("test.missed", 150);

        try (EventClient client = EventClient.open("", "Last-Event-ID: " + seen)) {
            for (int at = 1; at <= 150; at++) {
                assertThat(client.nextEvent()).containsEntry("id", Long.toString(seen + at));
            }
            append("test.live", 1);
            assertThat(client.nextEvent())
                    .containsEntry("event", "test.live")
                    .containsEntry("id", Long.toString(seen + 151));
        }
        try (EventClient client = EventClient.open("?after=" + (seen + 149))) {
            assertThat(client.nextEvent()).containsEntry("event", "test.missed");
            assertThat(client.nextEvent()).containsEntry("event", "test.live");
        }
    }

    @Test
    void tellsOfOneVmAlone() throws IOException {
        String vm = Api.newVm("followed");
        String disk = Api.newDisk("followed");
        long seen = log.newest();
        String _ = Api.newVm("other");
        Api.post("/disks/" + disk + "/actions/attach", "{\"vm\": \"" + vm + "\"}")
                .then()
                .statusCode(200);

        try (EventClient client = EventClient.open("?vm=" + vm + "&kind=disk&after=" + seen)) {
            assertThat(client.nextEvent().get("data")).contains(disk);
        }
        assertThat(EventClient.open("?vm=nobody").status()).isEqualTo(404);
    }

    @Test
    void saysThatSomethingIsMissing() throws IOException {
        append("test.newest", 1);
        long newest = log.newest();

        try (EventClient ahead = EventClient.open("", "Last-Event-ID: 999999999")) {
            assertThat(ahead.nextEvent())
                    .containsEntry("event", "gap")
                    .containsEntry("id", Long.toString(newest));
            append("test.after", 1);
            assertThat(ahead.nextEvent()).containsEntry("event", "test.after");
        }
    }

    @Test
    void refusesWhatItCanNotUnderstand() throws IOException {
        for (String bad : List.of("Last-Event-ID: x", "Last-Event-ID: -1")) {
            try (EventClient client = EventClient.open("", bad)) {
                assertThat(client.status()).as(bad).isEqualTo(400);
            }
        }
        for (String bad : List.of("?after=x", "?kind=%20", "?other=1")) {
            try (EventClient client = EventClient.open(bad)) {
                assertThat(client.status()).as(bad).isEqualTo(400);
            }
        }
        assertThat(Api.get("/events?after=x").path("code").toString())
                .isEqualTo("invalid-parameter");
    }

    @Test
    void showsThatTheLineIsAlive() throws IOException {
        try (EventClient client = EventClient.listening("?kind=nothing")) {
            append("test.unheard", 1);
            long unheard = log.newest();

            assertThat(client.next(block -> isBeatSince(block, unheard)))
                    .as("also what was filtered counts as seen")
                    .isNotEmpty();
        }
    }

    private static boolean isBeatSince(Map<String, String> block, long event) {
        return block.containsValue("heartbeat") && Long.parseLong(block.get("id")) >= event;
    }

    @Test
    void cutsOffAClientThatDoesNotRead() throws IOException {
        try (EventClient slow = EventClient.listening("?kind=test.large")) {
            Map<String, String> large = Map.of("text", "x".repeat(90_000));
            QuarkusTransaction.requiringNew()
                    .run(() -> {
                        for (int at = 0; at < 200; at++) {
                            events.append("test.large", target(), large);
                        }
                    });

            awaitOpen(0);

            assertThat(slow.readToEnd()).isTrue();
        }
    }

    @Test
    void listensToSoManyAndNoMore() throws IOException {
        List<EventClient> clients = new ArrayList<>();
        try {
            awaitOpen(0);
            for (int place = 0; place < PLACES; place++) {
                clients.add(EventClient.listening(""));
            }
            try (EventClient surplus = EventClient.open("")) {
                assertThat(surplus.status()).isEqualTo(503);
            }
            assertThat(Api.get("/events").header("Retry-After")).isNotNull();

            clients.removeFirst().close();

            awaitOpen(PLACES - 1);
            clients.add(EventClient.listening(""));
        } finally {
            for (EventClient client : clients) {
                client.close();
            }
        }
    }

    private void append(String kind, int count) {
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    for (int at = 0; at < count; at++) {
                        events.append(kind, target(), Map.of("at", at));
                    }
                });
    }

    /** Places are given back when the daemon notices that a client has gone. */
    private void awaitOpen(int count) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (streams.open() > count) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private Target target() {
        return new Target("thing", thing, "a-thing");
    }
}
