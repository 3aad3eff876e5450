package dev.vman.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
@SuppressWarnings("try") // An explicit close() inside try-with-resources is what is tested.
class QmpEndingTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir Path folder;

    @Test
    void failsEverythingPendingWhenThePeerHangsUp() throws Exception {
        int callers = 5;
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    for (int i = 0; i < callers; i++) {
                                        peer.receive();
                                    }
                                });
                var client = connect(server)) {
            List<CompletableFuture<JsonNode>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                calls.add(InBackground.run(() -> client.execute("query-status", SOON)));
            }

            assertThat(calls)
                    .allSatisfy(call ->
                            assertThat(call)
                                    .failsWithin(5, TimeUnit.SECONDS)
                                    .withThrowableThat()
                                    .withCauseInstanceOf(QmpDisconnected.class));
            assertThat(client.isOpen()).isFalse();
            assertThatExceptionOfType(QmpDisconnected.class)
                    .isThrownBy(() -> client.execute("query-status", SOON));
        }
    }

    static Stream<Named<FakeQmpServer.Script>> nonsense() {
        return Stream.of(
                Named.of("garbage", peer -> peer.send("garbage")),
                Named.of("no message", peer -> peer.send("{\"hello\": 1}")),
                Named.of("a second greeting", FakeQmpServer.Peer::greet),
                Named.of("an answer without id", peer -> peer.send("{\"return\": {}}")),
                Named.of("binary", peer -> peer.sendRaw(new byte[] {0, (byte) 0xff, '\n'})),
                Named.of("deep nesting", peer -> peer.send("{\"a\":".repeat(1_000_000))),
                Named.of("deep lists", peer -> peer.send("[".repeat(5_000_000))),
                Named.of("a line without end", QmpEndingTest::sendWithoutEnd));
    }

    private static void sendWithoutEnd(FakeQmpServer.Peer peer) throws Exception {
        byte[] megabyte = new byte[1024 * 1024];
        for (int i = 0; i < 11; i++) {
            peer.sendRaw(megabyte);
        }
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void closesTheConnectionOnNonsense(FakeQmpServer.Script script) throws Exception {
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    peer.receive();
                                    script.play(peer);
                                    peer.awaitHangUp();
                                });
                var client = connect(server)) {
            assertThatExceptionOfType(QmpProtocolViolation.class)
                    .isThrownBy(() -> client.execute("query-status", SOON));
            assertThat(client.isOpen()).isFalse();
        }
    }

    @Test
    void tellsEachListenerOnceHoweverItEnds() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (var server = FakeQmpServer.negotiated(folder, peer -> go.await());
                var client = connect(server)) {
            AtomicInteger told = new AtomicInteger();
            CompletableFuture<QmpException> first = new CompletableFuture<>();
            CompletableFuture<QmpException> second = new CompletableFuture<>();
            client.onClose(why -> {
                told.incrementAndGet();
                first.complete(why);
            });
            client.onClose(why -> {
                throw new IllegalStateException("a broken listener");
            });
            client.onClose(second::complete);
            go.countDown();

            assertThat(first).succeedsWithin(SOON).isInstanceOf(QmpDisconnected.class);
            assertThat(second).succeedsWithin(SOON).isInstanceOf(QmpDisconnected.class);
            client.close();
            client.close();
            assertThat(told).hasValue(1);
            assertThat(client.isOpen()).isFalse();
        }
    }

    @Test
    void leavesNoThreadBehindWhenItIsClosedHere() throws Exception {
        try (var server = FakeQmpServer.negotiated(folder, FakeQmpServer.Peer::doNothing)) {
            QmpClient client = connect(server);

            client.close();

            assertThat(client.awaitThreads(SOON)).isTrue();
        }
    }

    @Test
    void leavesNoThreadBehindWhenThePeerHangsUp() throws Exception {
        try (var server = FakeQmpServer.negotiated(folder, peer -> {});
                var client = connect(server)) {
            assertThat(client.awaitThreads(SOON)).isTrue();
            assertThat(client.isOpen()).isFalse();
        }
    }

    @Test
    void tellsAListenerThatComesTooLateAtOnce() throws Exception {
        try (var server = FakeQmpServer.negotiated(folder, FakeQmpServer.Peer::doNothing)) {
            QmpClient client = connect(server);
            client.close();
            AtomicInteger told = new AtomicInteger();

            client.onClose(why -> told.incrementAndGet());

            assertThat(told).hasValue(1);
        }
    }

    @Test
    void failsWhatIsPendingWhenItIsClosedHere() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    peer.receive();
                                    received.countDown();
                                    peer.awaitHangUp();
                                });
                var client = connect(server)) {
            CompletableFuture<JsonNode> call =
                    InBackground.run(() -> client.execute("query-status", SOON));
            assertThat(received.await(5, TimeUnit.SECONDS)).isTrue();

            client.close();

            assertThat(call)
                    .failsWithin(5, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(QmpDisconnected.class);
        }
    }

    @Test
    void closesThoughThePeerDoesNotReadWhatIsBeingWritten() throws Exception {
        var large = Map.of("text", "x".repeat(4 * 1024 * 1024));
        try (var server = FakeQmpServer.negotiated(folder, FakeQmpServer.Peer::doNothing);
                var client = connect(server)) {
            CompletableFuture<JsonNode> call =
                    InBackground.run(() -> client.execute("stuck", large, SOON));

            client.close();

            assertThat(call)
                    .failsWithin(5, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(QmpDisconnected.class);
        }
    }

    @Test
    void endsWhenThePeerTakesNoMoreCommands() throws Exception {
        CountDownLatch deaf = new CountDownLatch(1);
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    peer.stopReading();
                                    deaf.countDown();
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            assertThat(deaf.await(5, TimeUnit.SECONDS)).isTrue();

            assertThatExceptionOfType(QmpDisconnected.class)
                    .isThrownBy(() -> client.execute("query-status", SOON));
        }
    }

    private static QmpClient connect(FakeQmpServer server) {
        return QmpClient.connect(server.socket(), QmpOptions.defaults());
    }
}
