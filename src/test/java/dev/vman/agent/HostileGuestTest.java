package dev.vman.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.agent.FakeAgent.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a guest does with a question: who asks gets a typed error in time, and the next question
 * to an agent that behaves again is answered right.
 */
@Timeout(120)
class HostileGuestTest {
    private static final int LIMIT = 1 << 20;
    private static final Duration DEADLINE = Duration.ofMillis(700);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AgentLimits LIMITS =
            new AgentLimits(PATIENCE, PATIENCE, PATIENCE, LIMIT, 1000, 2, PATIENCE);
    private static final Map<String, Script> IN_STEP = inStep();
    private static final Map<String, Script> OUT_OF_STEP = outOfStep();

    @TempDir Path folder;

    /** Those that get in step, and misbehave then. */
    private static Map<String, Script> inStep() {
        Map<String, Script> all = new TreeMap<>();
        all.put("says nothing", after((peer, _) -> peer.doNothing()));
        all.put("hangs up", after((_, _) -> {}));
        all.put("hangs up within its answer", after((peer, _) -> peer.raw(bytes("{\"return\""))));
        all.put("stops within its answer", halfWay("{\"return\": {\"a\""));
        all.put("sends no JSON", line("hello"));
        all.put("sends JSON that is no object", line("[1, 2]"));
        all.put("sends a number", line("42"));
        all.put("sends null", line("null"));
        all.put("sends text", line("\"return\""));
        all.put("sends an object without an id", line("{\"return\": {}}"));
        all.put("answers with another's id", line("{\"return\": {}, \"id\": 1}"));
        all.put("answers with a text for an id", line("{\"return\": {}, \"id\": \"x\"}"));
        all.put("answers with a huge id", line("{\"return\": {}, \"id\": 1e999}"));
        all.put("answers with a long id", line("{\"id\": " + "9".repeat(5_000) + "}"));
        all.put("has neither value nor error", with("{\"id\": %s}"));
        all.put("has a text for an error", with("{\"id\": %s, \"error\": \"no\"}"));
        all.put("closes what it did not open", line("}}}}]]"));
        all.put("sends control characters", line("\u0000\u0001\u001b[2J"));
        all.put("breaks UTF-8", after((peer, _) -> raw(peer, 0x7b, 0x22, 0xc3, 0x28, 0x22, 0x0a)));
        all.put("sends sentinels without end", after((peer, _) -> sentinels(peer)));
        all.put("sends blanks without end", after((peer, _) -> peer.flood(" ")));
        all.put("sends line ends without end", after((peer, _) -> peer.flood("\n")));
        all.put("sends noise without end", after((peer, _) -> peer.flood("x")));
        all.put("answers strangers without end", flooding("{\"return\":{},\"id\":7}\n"));
        all.put("nests without end", after((peer, _) -> peer.flood("[")));
        all.put("nests objects without end", after((peer, _) -> peer.flood("{\"a\":")));
        all.put("has a text without end", begins("{\"return\": \"", "y"));
        all.put("has a name without end", begins("{\"", "n"));
        all.put("has a number without end", begins("{\"return\": 1", "1"));
        all.put("has a list without end", begins("{\"return\": [0", ",0"));
        all.put("has fields without end", begins("{\"a\": 0", ",\"a\":0"));
        all.put("prints without end", begins("{\"return\":{\"out-data\":\"", "QUFB"));
        all.put("prints no base64", with("{\"return\":{\"out-data\":\"*?*\"},\"id\":%s}"));
        all.put("drips", after((peer, _) -> drip(peer)));
        return all;
    }

    /** Those that do not even get in step. */
    private static Map<String, Script> outOfStep() {
        Map<String, Script> all = new TreeMap<>();
        all.put("never syncs", peer -> peer.doNothing());
        all.put("hangs up at once", _ -> {});
        all.put("hangs up at the sync", peer -> peer.any());
        all.put("syncs to another mark", syncing("{\"return\": 12}"));
        all.put("syncs to no number", syncing("{\"return\": {\"a\": []}}"));
        all.put("syncs with noise", syncing("\\x00{{{"));
        all.put(
                "never ends its sync",
                peer -> {
                    raw(peer, 0xFF);
                    peer.flood("z");
                });
        all.put("floods instead of a sync", peer -> peer.flood("{\"return\": {}}\n"));
        all.put(
                "syncs without a sentinel",
                peer -> {
                    JsonNode sync = peer.any();
                    peer.send("{\"return\": " + sync.path("arguments").path("id") + "}");
                    peer.doNothing();
                });
        return all;
    }

    private interface Deed {
        void with(FakeAgent.Peer peer, JsonNode question) throws IOException, InterruptedException;
    }

    private static Script after(Deed deed) {
        return peer -> deed.with(peer, peer.question());
    }

    private static Script line(String line) {
        return after((peer, _) -> {
            peer.send(line);
            peer.doNothing();
        });
    }

    /** {@code %s}: the question's id. */
    private static Script with(String line) {
        return after((peer, question) -> {
            peer.send(line.formatted(question.path("id")));
            peer.doNothing();
        });
    }

    private static Script halfWay(String start) {
        return after((peer, _) -> {
            peer.raw(bytes(start));
            peer.doNothing();
        });
    }

    private static Script begins(String start, String more) {
        return after((peer, _) -> {
            peer.raw(bytes(start));
            peer.flood(more);
        });
    }

    private static Script flooding(String text) {
        return after((peer, _) -> peer.flood(text));
    }

    private static Script syncing(String line) {
        return peer -> {
            JsonNode _ = peer.any();
            raw(peer, 0xFF);
            peer.send(line);
            peer.doNothing();
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void raw(FakeAgent.Peer peer, int... bytes) throws IOException {
        for (int next : bytes) {
            peer.raw(new byte[] {(byte) next});
        }
    }

    private static void sentinels(FakeAgent.Peer peer) throws IOException {
        byte[] many = new byte[10_000];
        Arrays.fill(many, (byte) 0xFF);
        while (true) {
            peer.raw(many);
        }
    }

    /** A byte now and then, so that it never is quiet for long. */
    private static void drip(FakeAgent.Peer peer) throws IOException {
        peer.raw(bytes("{\"return\": \""));
        while (true) {
            peer.raw(bytes("z"));
            LockSupport.parkNanos(20_000_000);
        }
    }

    static Stream<String> inStepNames() {
        return IN_STEP.keySet().stream();
    }

    static Stream<String> outOfStepNames() {
        return OUT_OF_STEP.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("inStepNames")
    void isEndedInTimeAndForgotten(String name) throws Exception {
        assertThatItIsEndedAndForgotten(IN_STEP.getOrDefault(name, _ -> {}));
    }

    @ParameterizedTest
    @MethodSource("outOfStepNames")
    void isNotEvenAsked(String name) throws Exception {
        assertThatItIsEndedAndForgotten(OUT_OF_STEP.getOrDefault(name, _ -> {}));
    }

    private void assertThatItIsEndedAndForgotten(Script hostile) throws Exception {
        try (FakeAgent guest = new FakeAgent(folder, hostile, FakeAgent.answering("{\"a\": 1}"));
                AgentClient agent = new AgentClient(SocketDial.of(guest.socket()), LIMITS)) {
            long start = System.nanoTime();

            assertThatThrownBy(() -> agent.ask("guest-info", object(), DEADLINE))
                    .isInstanceOfAny(AgentSilent.class, AgentViolation.class)
                    .message()
                    .hasSizeLessThan(1_000)
                    .doesNotContainPattern("\\p{Cntrl}");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);

            JsonNode answer = agent.ask("guest-info", object(), PATIENCE);
            assertThat(answer.path("a").asInt()).isEqualTo(1);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Test
    void meetsThirtyKindsAtLeast() {
        assertThat(IN_STEP.size() + OUT_OF_STEP.size()).isGreaterThanOrEqualTo(30);
    }
}
