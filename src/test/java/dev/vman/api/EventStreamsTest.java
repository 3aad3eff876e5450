package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.Failure;
import dev.vman.journal.EventLog;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The places for clients, one by one; {@link EventsApiTest} has the streams. */
@QuarkusTest
@Timeout(60)
class EventStreamsTest {
    private static final int PLACES = 2;
    private static final long PATIENCE_SECONDS = 30;
    @Inject EventLog log;
    @Inject Vertx vertx;
    private EventStreams streams;

    @BeforeEach
    void open() {
        streams = new EventStreams(log, new FewPlaces());
    }

    @Test
    void haveAPlaceBackWhenItsClientGoes() {
        FakeExchange exchange = new FakeExchange();
        EventStreams.Place place = streams.enter(exchange.context());
        assertThat(streams.open()).isEqualTo(1);
        assertThat(place.over()).isFalse();

        exchange.end();

        assertThat(streams.open()).isZero();
        assertThat(place.over()).isTrue();
    }

    /** It goes just when the place is taken, so that both ways tell of it. */
    @Test
    void haveAPlaceBackOnceThoughTheyHearOfTheEndTwice() {
        EventStreams.Place _ = streams.enter(new FakeExchange().context());
        FakeExchange going = new FakeExchange();
        going.close();
        EventStreams.Place _ = streams.enter(going.context());
        assertThat(streams.open()).isEqualTo(1);

        going.end();
        going.end();

        assertThat(streams.open()).isEqualTo(1);
        EventStreams.Place _ = streams.enter(new FakeExchange().context());
        assertThatExceptionOfType(Failure.Unavailable.class)
                .isThrownBy(() -> streams.enter(new FakeExchange().context()));
    }

    @Test
    void keepNoPlaceForAClientThatHasGoneBeforeItsStreamBegins() throws Exception {
        CompletableFuture<EventStreams.Place> late = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        Router router = Router.router(vertx);
        router.get("/")
                .handler(exchange -> {
                    exchange.response().closeHandler(_ -> enterSoon(exchange, late));
                    asked.complete(null);
                });
        HttpServer server = vertx.createHttpServer().requestHandler(router);
        try {
            int port =
                    await(server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture())
                            .actualPort();

            askAndGo(port, asked);

            assertThat(await(late).over()).isTrue();
            assertThat(streams.open()).isZero();
        } finally {
            var _ = await(server.close().toCompletionStage().toCompletableFuture());
        }
    }

    private void enterSoon(RoutingContext exchange, CompletableFuture<EventStreams.Place> late) {
        vertx.runOnContext(_ -> late.complete(streams.enter(exchange)));
    }

    private static void askAndGo(int port, CompletableFuture<Void> asked) throws Exception {
        try (Socket client = new Socket("127.0.0.1", port)) {
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var _ = await(asked);
        }
    }

    private static <T> T await(CompletableFuture<T> coming) throws Exception {
        return coming.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private record FewPlaces() implements EventStreamConfig {
        @Override
        public int maxStreams() {
            return PLACES;
        }

        @Override
        public Duration heartbeat() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration sendTimeout() {
            return Duration.ofSeconds(1);
        }
    }
}
