package dev.vman.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class QmpEventsTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir Path folder;

    @Test
    void handsTheWantedEventsToEachSubscription() throws Exception {
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    JsonNode command = peer.receive();
                                    peer.event("STOP", "{}");
                                    peer.event("DEVICE_DELETED", "{\"device\": \"d1\"}");
                                    peer.answer(command, "{}");
                                    peer.doNothing();
                                });
                var client = connect(server);
                var all = client.subscribe(event -> true, 10);
                var deleted = client.subscribe(Set.of("DEVICE_DELETED"), 10)) {
            client.execute("device_del", SOON);

            assertThat(all.poll(SOON)).map(QmpEvent::name).contains("STOP");
            assertThat(all.poll(SOON)).map(QmpEvent::name).contains("DEVICE_DELETED");
            QmpEvent event = deleted.poll(SOON).orElseThrow();
            assertThat(event.data().path("device").asText()).isEqualTo("d1");
            assertThat(event.timestamp()).isEqualTo(Instant.parse("2023-11-14T22:13:20.250Z"));
            assertThat(deleted.poll(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void answersThroughAFloodOfEventsThatNobodyReads() throws Exception {
        int flood = 50_000;
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    JsonNode command = peer.receive();
                                    for (int i = 0; i < flood; i++) {
                                        peer.event("RTC_CHANGE", "{\"offset\": " + i + "}");
                                    }
                                    peer.answer(command, "{}");
                                    peer.doNothing();
                                });
                var client = connect(server);
                var lazy = client.subscribe(event -> true, 16)) {
            client.execute("query-status", Duration.ofSeconds(30));

            assertThat(lazy.dropped()).isEqualTo(flood - 16);
            assertThat(lazy.poll(SOON).orElseThrow().data().path("offset").asInt())
                    .isEqualTo(flood - 16);
        }
    }

    @Test
    void survivesAFilterThatThrows() throws Exception {
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    JsonNode command = peer.receive();
                                    peer.event("STOP", "{}");
                                    peer.answer(command, "{}");
                                    peer.doNothing();
                                });
                var client = connect(server);
                var broken = client.subscribe(QmpEventsTest::fail, 10);
                var good = client.subscribe(event -> true, 10)) {
            client.execute("stop", SOON);

            assertThat(good.poll(SOON)).isPresent();
            assertThat(broken.poll(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void endsASubscriptionAfterTheLastWordsOfQemu() throws Exception {
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    JsonNode quit = peer.receive();
                                    peer.answer(quit, "{}");
                                    peer.event("SHUTDOWN", "{\"guest\": false}");
                                });
                var client = connect(server);
                var events = client.subscribe(Set.of("SHUTDOWN"), 10)) {
            client.execute("quit", SOON);

            assertThat(events.poll(SOON)).isPresent();
            assertThatExceptionOfType(QmpDisconnected.class).isThrownBy(() -> events.poll(SOON));
        }
    }

    @Test
    void endsASubscriptionThatIsMadeTooLate() throws Exception {
        try (var server = FakeQmpServer.negotiated(folder, FakeQmpServer.Peer::doNothing)) {
            QmpClient client = connect(server);
            client.close();

            try (var events = client.subscribe(event -> true, 10)) {
                assertThatExceptionOfType(QmpDisconnected.class)
                        .isThrownBy(() -> events.poll(SOON));
            }
        }
    }

    @Test
    void givesAClosedSubscriptionNothingMore() throws Exception {
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    JsonNode command = peer.receive();
                                    peer.event("STOP", "{}");
                                    peer.answer(command, "{}");
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            QmpSubscription events = client.subscribe(event -> true, 10);
            events.close();

            client.execute("stop", SOON);

            assertThatExceptionOfType(QmpDisconnected.class).isThrownBy(() -> events.poll(SOON));
            assertThat(client.isOpen()).isTrue();
        }
    }

    private static boolean fail(QmpEvent event) {
        throw new IllegalStateException("no filter for " + event.name());
    }

    private static QmpClient connect(FakeQmpServer server) {
        return QmpClient.connect(server.socket(), QmpOptions.defaults());
    }
}
