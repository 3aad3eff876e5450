package dev.vman.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final AgentLimits LIMITS =
            new AgentLimits(PATIENCE, PATIENCE, SHORT, 1 << 20, 10, 1, PATIENCE);

    @TempDir Path folder;

    @Test
    void keepsItsLineFromQuestionToQuestion() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (FakeAgent guest =
                        new FakeAgent(
                                folder,
                                peer -> {
                                    int _ = connections.incrementAndGet();
                                    FakeAgent.answering("{}").play(peer);
                                });
                AgentClient agent = new AgentClient(SocketDial.of(guest.socket()), LIMITS)) {
            for (int question = 0; question < 3; question++) {
                assertThat(agent.ask("guest-ping").isEmpty()).isTrue();
            }

            assertThat(connections).hasValue(1);
            assertThat(guest.heard()).containsExactly("guest-ping", "guest-ping", "guest-ping");
        }
    }

    @Test
    void dropsWhatIsLeftOfEarlierConversations() throws Exception {
        try (FakeAgent guest =
                        new FakeAgent(
                                folder,
                                peer -> {
                                    peer.send("{\"return\": \"late\", \"id\": 1}");
                                    peer.raw(new byte[] {(byte) 0xFF});
                                    peer.send("{\"return\": 99}");
                                    FakeAgent.answering("\"mine\"").play(peer);
                                });
                AgentClient agent = new AgentClient(SocketDial.of(guest.socket()), LIMITS)) {
            assertThat(agent.ask("guest-info").asText()).isEqualTo("mine");
        }
    }

    @Test
    void staysInStepAfterARefusal() throws Exception {
        try (FakeAgent guest =
                        new FakeAgent(
                                folder,
                                peer -> {
                                    peer.refuse(peer.question(), "not \\u0007 here");
                                    FakeAgent.answering("1").play(peer);
                                });
                AgentClient agent = new AgentClient(SocketDial.of(guest.socket()), LIMITS)) {
            assertThatThrownBy(() -> agent.ask("guest-info"))
                    .isInstanceOfSatisfying(
                            AgentRefused.class,
                            refused -> assertThat(refused.words()).isEqualTo("not   here"));

            assertThat(agent.ask("guest-info").asInt()).isEqualTo(1);
        }
    }

    @Test
    void asksOneQuestionAtATimeAndKeepsNobodyWaitingForLong() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (FakeAgent guest =
                        new FakeAgent(
                                folder,
                                peer -> {
                                    JsonNode question = peer.question();
                                    asked.countDown();
                                    goOn.await();
                                    peer.answer(question, "1");
                                    FakeAgent.answering("2").play(peer);
                                });
                AgentClient agent = new AgentClient(SocketDial.of(guest.socket()), LIMITS)) {
            CompletableFuture<JsonNode> first =
                    CompletableFuture.supplyAsync(() -> agent.ask("guest-info"));
            asked.await();

            assertThatThrownBy(() -> agent.ask("guest-ping")).isInstanceOf(AgentBusy.class);
            goOn.countDown();

            assertThat(first.join().asInt()).isEqualTo(1);
            assertThat(guest.heard()).containsExactly("guest-info");
        }
    }

    @Test
    void saysSoWhereNobodyListens() {
        try (AgentClient agent =
                new AgentClient(SocketDial.of(folder.resolve("none.sock")), LIMITS)) {
            assertThatThrownBy(() -> agent.ask("guest-ping")).isInstanceOf(AgentSilent.class);
            assertThat(agent.answers(SHORT)).isFalse();
        }
    }

    @Test
    void keepsTheBeginningOfWhatACommandPrinted() throws Exception {
        // base64 of "0123456789abcdef"
        String ended =
                "{\"exited\": true, \"exitcode\": 3, \"out-data\": \"MDEyMzQ1Njc4OWFiY2RlZg==\"}";
        try (FakeAgent guest =
                new FakeAgent(
                        folder,
                        peer -> {
                            peer.answer(peer.question(), "{\"pid\": 12}");
                            peer.answer(peer.question(), "{\"exited\": false}");
                            peer.answer(peer.question(), ended);
                            peer.doNothing();
                        })) {
            CommandResult result = run(guest);

            assertThat(result).isEqualTo(new CommandResult(3, "0123456789", "", true));
            assertThat(guest.heard())
                    .containsExactly("guest-exec", "guest-exec-status", "guest-exec-status");
        }
    }

    @Test
    void tellsAMissingProgramFromAForbiddenCommand() throws Exception {
        try (FakeAgent guest =
                new FakeAgent(
                        folder,
                        peer -> peer.refuse(peer.question(), "Failed to execute child process x"),
                        peer -> peer.refuse(peer.question(), "guest-exec is disabled"))) {
            assertThatThrownBy(() -> run(guest)).isInstanceOf(CommandNotStarted.class);
            assertThatThrownBy(() -> run(guest)).isInstanceOf(AgentRefused.class);
        }
    }

    @Test
    void believesNoProcessWithoutAnId() throws Exception {
        for (String pid : List.of("{}", "{\"pid\": \"1\"}", "{\"pid\": -1}", "{\"pid\": 0}")) {
            try (FakeAgent guest = new FakeAgent(folder, FakeAgent.answering(pid))) {
                assertThatThrownBy(() -> run(guest)).isInstanceOf(AgentViolation.class);
            }
            Files.delete(folder.resolve("agent.sock"));
        }
    }

    private CommandResult run(FakeAgent guest) {
        GuestCommand command =
                new GuestCommand(
                        List.of("x"),
                        Optional.empty(),
                        PATIENCE,
                        Optional.empty(),
                        Optional.empty());
        try (GuestAgent agent =
                new GuestAgent(
                        SocketDial.of(guest.socket()),
                        SocketDial.of(folder.resolve("files.sock")),
                        LIMITS)) {
            return agent.commands().run(command);
        }
    }

    @Test
    void leavesOutFactsThatTheGuestDoesNotTellOrMakesUp() throws Exception {
        try (FakeAgent guest =
                        new FakeAgent(
                                folder,
                                peer -> {
                                    peer.answer(peer.question(), "[1, 2]");
                                    peer.refuse(peer.question(), "disabled");
                                    peer.answer(
                                            peer.question(),
                                            "[{\"name\": 7}, 5, {\"ip-addresses\": \"x\"}]");
                                    peer.answer(peer.question(), "\"all\"");
                                    peer.doNothing();
                                });
                GuestAgent agent =
                        new GuestAgent(
                                SocketDial.of(guest.socket()),
                                SocketDial.of(folder.resolve("files.sock")),
                                LIMITS)) {
            GuestFacts facts = agent.facts();

            assertThat(facts.hostname()).isEmpty();
            assertThat(facts.os()).isEmpty();
            assertThat(facts.interfaces()).hasSize(3);
            assertThat(facts.fileSystems()).isEmpty();
        }
    }
}
