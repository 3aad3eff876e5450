package dev.vman.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class QmpCommandsTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG_ENOUGH_TO_BE_SENT = Duration.ofSeconds(1);

    @TempDir Path folder;

    @Test
    void sendsNameAndArgumentsAndReturnsTheValue() throws Exception {
        CompletableFuture<JsonNode> received = new CompletableFuture<>();
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    JsonNode command = peer.receive();
                                    received.complete(command);
                                    peer.answer(command, "{\"status\": \"running\"}");
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            JsonNode value = client.execute("device_del", Map.of("id", "d\u00e4\n", "n", 1), SOON);

            assertThat(value.path("status").asText()).isEqualTo("running");
            assertThat(received).succeedsWithin(SOON);
            assertThat(received.join().path("execute").asText()).isEqualTo("device_del");
            assertThat(received.join().path("arguments").path("id").asText())
                    .isEqualTo("d\u00e4\n");
            assertThat(received.join().path("arguments").path("n").asInt()).isEqualTo(1);
        }
    }

    @Test
    void sendsNoArgumentsWhereThereAreNone() throws Exception {
        CompletableFuture<JsonNode> received = new CompletableFuture<>();
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    JsonNode command = peer.receive();
                                    received.complete(command);
                                    peer.answer(command, "{}");
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            client.execute("stop", SOON);

            assertThat(received.join().has("arguments")).isFalse();
        }
    }

    @Test
    void keepsClassAndDescriptionOfAnError() throws Exception {
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    peer.refuse(peer.receive(), "DeviceNotFound", "no such disk");
                                    peer.answer(peer.receive(), "{}");
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            assertThatExceptionOfType(QmpCommandFailed.class)
                    .isThrownBy(() -> client.execute("device_del", SOON))
                    .satisfies(e -> {
                        assertThat(e.command()).isEqualTo("device_del");
                        assertThat(e.errorClass()).isEqualTo("DeviceNotFound");
                        assertThat(e.description()).isEqualTo("no such disk");
                    });
            assertThat(client.execute("cont", SOON).isEmpty()).isTrue();
        }
    }

    @Test
    void waitsForAnAnswerOnlyWhenAsked() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    JsonNode first = peer.receive();
                                    JsonNode second = peer.receive();
                                    go.await();
                                    peer.answer(second, "2");
                                    peer.refuse(first, "GenericError", "no");
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            QmpAnswer first = client.send("cont", NOTHING, SOON);
            QmpAnswer second = client.send("query-name", NOTHING, SOON);
            assertThat(first.isReadyWithin(SHORT)).isFalse();
            go.countDown();

            assertThat(first.isReadyWithin(SOON)).isTrue();

            assertThat(second.await().asInt()).isEqualTo(2);
            assertThatExceptionOfType(QmpCommandFailed.class).isThrownBy(first::await);
        }
    }

    @Test
    void givesUpOnAnAnswerThatItAwaits() throws Exception {
        try (var server = FakeQmpServer.negotiated(folder, FakeQmpServer.Peer::doNothing);
                var client = connect(server)) {
            QmpAnswer answer = client.send("cont", NOTHING, SHORT);

            assertThat(answer.isReadyWithin(SOON)).isTrue();
            assertThatExceptionOfType(QmpTimedOut.class).isThrownBy(answer::await);
        }
    }

    @Test
    void readsAnAnswerThatComesInPieces() throws Exception {
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    JsonNode command = peer.receive();
                                    for (String piece :
                                            List.of("{\"retu", "rn\": \"\u00e4", "\", ")) {
                                        peer.sendRaw(piece);
                                    }
                                    peer.sendRaw("\"id\": " + command.path("id") + "}\n");
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            assertThat(client.execute("query-name", SOON).asText()).isEqualTo("\u00e4");
        }
    }

    @Test
    void toleratesBytesThatAreNoUtf8() throws Exception {
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    JsonNode command = peer.receive();
                                    peer.sendRaw("{\"return\": \"a");
                                    peer.sendRaw(
                                            new byte[] {(byte) 0xc3, (byte) 0x28, (byte) 0xff});
                                    peer.sendRaw("\", \"id\": " + command.path("id") + "}\n");
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            assertThat(client.execute("query-name", SOON).asText()).isEqualTo("a\ufffd(\ufffd");
        }
    }

    @Test
    void readsALargeAnswerBelowTheLimit() throws Exception {
        int length = 9 * 1024 * 1024;
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    peer.answer(peer.receive(), "\"" + "x".repeat(length) + "\"");
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            assertThat(client.execute("query-large", SOON).asText()).hasSize(length);
        }
    }

    @Test
    void matchesAnswersThatComeInAnyOrder() throws Exception {
        int callers = 50;
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    List<JsonNode> commands = new ArrayList<>();
                                    for (int i = 0; i < callers; i++) {
                                        commands.add(peer.receive());
                                    }
                                    Collections.reverse(commands);
                                    for (JsonNode command : commands) {
                                        peer.answer(command, command.path("execute").toString());
                                    }
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            Set<CompletableFuture<Boolean>> calls = new HashSet<>();
            for (int i = 0; i < callers; i++) {
                String name = "command-" + i;
                calls.add(InBackground.run(() -> client.execute(name, SOON).asText().equals(name)));
            }

            assertThat(calls).allSatisfy(call -> assertThat(call).succeedsWithin(SOON));
            assertThat(calls).allSatisfy(call -> assertThat(call.join()).isTrue());
        }
    }

    @Test
    void dropsTheLateAnswerOfACommandThatTimedOut() throws Exception {
        CountDownLatch timedOut = new CountDownLatch(1);
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    JsonNode slow = peer.receive();
                                    timedOut.await();
                                    peer.answer(slow, "\"late\"");
                                    peer.answer(peer.receive(), "\"in time\"");
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            assertThatExceptionOfType(QmpTimedOut.class)
                    .isThrownBy(() -> client.execute("slow", LONG_ENOUGH_TO_BE_SENT))
                    .satisfies(e -> assertThat(e.mayHaveRun()).isTrue());
            timedOut.countDown();

            assertThat(client.execute("quick", SOON).asText()).isEqualTo("in time");
        }
    }

    @Test
    void timesOutInsteadOfWaitingForAPeerThatDoesNotRead() throws Exception {
        ObjectNode large =
                JsonNodeFactory.instance.objectNode().put("text", "x".repeat(4 * 1024 * 1024));
        try (var server = FakeQmpServer.negotiated(folder, FakeQmpServer.Peer::doNothing);
                var client = connect(server)) {
            assertThatExceptionOfType(QmpTimedOut.class)
                    .isThrownBy(() -> client.execute("stuck", large, LONG_ENOUGH_TO_BE_SENT))
                    .satisfies(e -> assertThat(e.mayHaveRun()).isTrue());
            assertThatExceptionOfType(QmpTimedOut.class)
                    .isThrownBy(() -> client.execute("behind-it", SHORT))
                    .satisfies(e -> assertThat(e.mayHaveRun()).isFalse());
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void neverSendsACommandThatTimedOutBeforeItWasWritten() throws Exception {
        CountDownLatch timedOut = new CountDownLatch(1);
        ObjectNode large =
                JsonNodeFactory.instance.objectNode().put("text", "x".repeat(4 * 1024 * 1024));
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    timedOut.await();
                                    peer.receive();
                                    JsonNode next = peer.receive();
                                    peer.answer(next, next.path("execute").toString());
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            assertThatExceptionOfType(QmpTimedOut.class)
                    .isThrownBy(() -> client.execute("stuck", large, LONG_ENOUGH_TO_BE_SENT));
            assertThatExceptionOfType(QmpTimedOut.class)
                    .isThrownBy(() -> client.execute("too-late", SHORT));
            timedOut.countDown();

            assertThat(client.execute("next", SOON).asText()).isEqualTo("next");
        }
    }

    @Test
    void sendsNothingWhenNoTimeIsLeft() throws Exception {
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    JsonNode first = peer.receive();
                                    peer.answer(first, first.path("execute").toString());
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            assertThatExceptionOfType(QmpTimedOut.class)
                    .isThrownBy(() -> client.execute("too-late", Duration.ofMillis(-1)))
                    .satisfies(e -> assertThat(e.mayHaveRun()).isFalse());

            assertThat(client.execute("first", SOON).asText()).isEqualTo("first");
        }
    }

    @Test
    void keepsTheConnectionWhenACallerIsInterrupted() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        try (var server =
                        FakeQmpServer.negotiated(
                                folder,
                                peer -> {
                                    peer.receive();
                                    received.countDown();
                                    peer.answer(peer.receive(), "\"alive\"");
                                    peer.doNothing();
                                });
                var client = connect(server)) {
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            Thread caller =
                    Thread.startVirtualThread(() -> {
                        try {
                            client.execute("interrupted", SOON);
                        } catch (QmpTimedOut _) {
                            flag.complete(Thread.currentThread().isInterrupted());
                        }
                    });
            assertThat(received.await(5, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();

            assertThat(flag).succeedsWithin(SOON).isEqualTo(true);
            assertThat(client.execute("next", SOON).asText()).isEqualTo("alive");
        }
    }

    private static QmpClient connect(FakeQmpServer server) {
        return QmpClient.connect(server.socket(), QmpOptions.defaults());
    }
}
