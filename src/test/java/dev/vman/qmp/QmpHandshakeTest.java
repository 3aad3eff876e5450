package dev.vman.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class QmpHandshakeTest {
    private static final QmpOptions IMPATIENT =
            QmpOptions.defaults().withHandshakeDeadline(Duration.ofMillis(150));
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir Path folder;

    @Test
    void tellsTheGreetingAndNegotiates() throws Exception {
        CompletableFuture<String> negotiation = new CompletableFuture<>();
        try (var server =
                        FakeQmpServer.playing(
                                folder,
                                peer -> {
                                    peer.greet();
                                    var command = peer.receive();
                                    negotiation.complete(command.path("execute").asText());
                                    peer.answer(command, "{}");
                                    peer.doNothing();
                                });
                var client = QmpClient.connect(server.socket(), QmpOptions.defaults())) {
            assertThat(client.greeting().version()).hasToString("7.2.1");
            assertThat(client.isOpen()).isTrue();
            assertThat(negotiation).isCompletedWithValue("qmp_capabilities");
        }
    }

    @Test
    void timesOutWhenItIsNeverGreeted() throws Exception {
        try (var server = FakeQmpServer.playing(folder, FakeQmpServer.Peer::awaitHangUp)) {
            assertThatExceptionOfType(QmpTimedOut.class)
                    .isThrownBy(() -> QmpClient.connect(server.socket(), IMPATIENT))
                    .satisfies(e -> assertThat(e.mayHaveRun()).isFalse());
        }
    }

    @Test
    void timesOutWhenTheNegotiationIsNotAnswered() throws Exception {
        try (var server =
                FakeQmpServer.playing(
                        folder,
                        peer -> {
                            peer.greet();
                            peer.awaitHangUp();
                        })) {
            assertThatExceptionOfType(QmpTimedOut.class)
                    .isThrownBy(() -> QmpClient.connect(server.socket(), IMPATIENT));
        }
    }

    @Test
    void timesOutWhenTheBacklogIsFull() throws Exception {
        try (var server = FakeQmpServer.deaf(folder);
                var _ = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()));
                var _ = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            assertThatExceptionOfType(QmpTimedOut.class)
                    .isThrownBy(() -> QmpClient.connect(server.socket(), IMPATIENT));
        }
    }

    @Test
    void timesOutOnAVirtualThreadToo() throws Exception {
        try (var server = FakeQmpServer.deaf(folder);
                var _ = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()));
                var _ = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            assertThat(InBackground.run(() -> QmpClient.connect(server.socket(), IMPATIENT)))
                    .failsWithin(5, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(QmpTimedOut.class);
        }
    }

    @Test
    void saysThatNobodyListens() {
        assertThatExceptionOfType(QmpDisconnected.class)
                .isThrownBy(() ->
                        QmpClient.connect(folder.resolve("none.sock"), QmpOptions.defaults()));
    }

    @Test
    void saysThatAPathIsTooLongForASocket() {
        Path path = folder.resolve("x".repeat(120));

        assertThatExceptionOfType(QmpDisconnected.class)
                .isThrownBy(() -> QmpClient.connect(path, QmpOptions.defaults()));
    }

    @Test
    void noticesAPeerThatHangsUpAtOnce() throws Exception {
        try (var server = FakeQmpServer.playing(folder, peer -> {})) {
            assertThatExceptionOfType(QmpDisconnected.class)
                    .isThrownBy(() -> QmpClient.connect(server.socket(), QmpOptions.defaults()));
        }
    }

    @Test
    void refusesAPeerThatSpeaksBeforeItGreets() throws Exception {
        try (var server = FakeQmpServer.playing(folder, peer -> peer.event("STOP", "{}"))) {
            assertThatExceptionOfType(QmpProtocolViolation.class)
                    .isThrownBy(() -> QmpClient.connect(server.socket(), QmpOptions.defaults()));
        }
    }

    @Test
    void refusesAPeerThatIsAHumanMonitor() throws Exception {
        try (var server =
                FakeQmpServer.playing(
                        folder, peer -> peer.send("QEMU 7.2.0 monitor - type 'help'"))) {
            assertThatExceptionOfType(QmpProtocolViolation.class)
                    .isThrownBy(() -> QmpClient.connect(server.socket(), QmpOptions.defaults()));
        }
    }

    @Test
    void limitsTheGreetingToo() throws Exception {
        QmpOptions narrow = QmpOptions.defaults().withMaxLineBytes(1_000);
        try (var server =
                FakeQmpServer.playing(folder, peer -> peer.sendRaw("{".repeat(100_000)))) {
            assertThatExceptionOfType(QmpProtocolViolation.class)
                    .isThrownBy(() -> QmpClient.connect(server.socket(), narrow));
        }
    }

    @Test
    void keepsTheClassOfARefusedNegotiation() throws Exception {
        try (var server =
                FakeQmpServer.playing(
                        folder,
                        peer -> {
                            peer.greet();
                            peer.refuse(peer.receive(), "CommandNotFound", "no");
                        })) {
            assertThatExceptionOfType(QmpCommandFailed.class)
                    .isThrownBy(() -> QmpClient.connect(server.socket(), QmpOptions.defaults()))
                    .satisfies(e -> assertThat(e.errorClass()).isEqualTo("CommandNotFound"));
        }
    }

    @Test
    void overlooksAnAnswerMeantForTheClientBefore() throws Exception {
        try (var server =
                        FakeQmpServer.playing(
                                folder,
                                peer -> {
                                    peer.greet();
                                    peer.send(
                                            """
                                            {"id": "somebody-1", "error": {
                                            "class": "GenericError", "desc": "no"}}\
                                            """
                                                    .replace("\n", ""));
                                    peer.event("RESUME", "{}");
                                    peer.answer(peer.receive(), "{}");
                                    peer.answer(peer.receive(), "{\"here\": true}");
                                    peer.doNothing();
                                });
                var client = QmpClient.connect(server.socket(), QmpOptions.defaults())) {
            assertThat(client.execute("query-status", SOON).path("here").asBoolean()).isTrue();
        }
    }
}
