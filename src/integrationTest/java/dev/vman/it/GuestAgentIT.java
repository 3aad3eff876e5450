package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands and files in one real guest, which each test goes on with: guests take long to boot. */
@Tag("integration")
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuestAgentIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MIB = 1 << 20;
    private static Vm vm;

    @BeforeAll
    static void boot() {
        vm = DAEMON.keep(DAEMON.createGuest(Map.of("memoryMib", 384)).started());
    }

    private static Api api() {
        return DAEMON.api();
    }

    private static void awaitAgent() {
        JsonNode ready = api().get("vms/" + vm.id() + "?wait=agent&timeout=120").ok();
        assertThat(ready.path("agentReady").asBoolean()).as("%s", ready).isTrue();
    }

    private static Answer exec(List<String> command, Map<String, ?> further) {
        Map<String, Object> body = new HashMap<>(Map.of("command", command));
        body.putAll(further);
        return api().post("vms/" + vm.id() + "/exec", body);
    }

    private static String printed(String... command) {
        JsonNode result = exec(List.of(command), Map.of()).ok();
        assertThat(result.path("exitCode").asInt()).as("%s", result).isZero();
        return result.path("stdout").asText().strip();
    }

    private static String files(String pathAndMore) {
        return "vms/" + vm.id() + "/files?path=" + pathAndMore;
    }

    private static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }

    @Test
    @Order(1)
    void tellsWhatItIsOnceItIsReady() {
        awaitAgent();

        JsonNode agent = api().get("vms/" + vm.id() + "/agent").ok();

        assertThat(agent.path("available").asBoolean()).isTrue();
        assertThat(agent.path("hostname").asText()).isEqualTo("guest");
        assertThat(agent.path("os").path("kernel").asText()).isNotEmpty();
        assertThat(agent.path("interfaces").findValuesAsText("name")).contains("lo");
    }

    @Test
    @Order(2)
    void runsCommandsAsTheyAreAsked() {
        JsonNode sum = exec(List.of("wc", "-c"), Map.of("input", "hello\n")).ok();
        assertThat(sum.path("stdout").asText().strip()).isEqualTo("6");

        JsonNode failed = exec(List.of("sh", "-c", "echo no >&2; exit 7"), Map.of()).ok();
        assertThat(failed.path("exitCode").asInt()).isEqualTo(7);
        assertThat(failed.path("stderr").asText()).isEqualTo("no\n");

        assertThat(printed("echo", "$HOME; `id` \"'", "--", "-n"))
                .isEqualTo("$HOME; `id` \"' -- -n");

        JsonNode other =
                exec(
                                List.of("sh", "-c", "id -un; pwd; echo \"$1\"", "x", "a b"),
                                Map.of("user", "guest", "workingDirectory", "/tmp"))
                        .ok();
        assertThat(other.path("stdout").asText()).as("%s", other).isEqualTo("guest\n/tmp\na b\n");
    }

    @Test
    @Order(3)
    void refusesWhatTheGuestHasNotInItsWords() {
        Answer missing =
                exec(List.of("no-such-program"), Map.of()).isProblem(422, "command-not-started");
        assertThat(missing.detail()).contains("no-such-program", "No such file");
        assertThat(missing.body().path("remedy").asText()).isNotEmpty();

        exec(List.of("no-such-program"), Map.of("user", "guest"))
                .isProblem(422, "command-not-started");
        exec(List.of("id"), Map.of("user", "nobody-here")).isProblem(422, "command-not-started");
        exec(List.of("id"), Map.of("workingDirectory", "/nowhere"))
                .isProblem(422, "command-not-started");
    }

    @Test
    @Order(4)
    void endsACommandThatNeverEnds() {
        Answer late =
                exec(List.of("sh", "-c", "sleep 4711; true"), Map.of("timeoutSeconds", 2))
                        .isProblem(504, "command-timed-out");

        assertThat(late.detail()).contains("killed");
        assertThat(
                        exec(List.of("sh", "-c", "ps | grep '[s]leep 4711'"), Map.of())
                                .ok()
                                .path("exitCode")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    @Order(5)
    void cutsACommandThatPrintsForEver() {
        JsonNode cut = exec(List.of("yes"), Map.of("timeoutSeconds", 5)).ok();

        assertThat(cut.path("truncated").asBoolean()).isTrue();
        assertThat(cut.path("stdout").asText()).hasSize(MIB).startsWith("y\ny\n");
        assertThat(cut.path("exitCode").asInt()).isEqualTo(137);
    }

    @Test
    @Order(6)
    void movesALargeFileThereAndBack() {
        byte[] content = random(64 * MIB);

        JsonNode written =
                api().put(
                                files("/tmp/large&mode=0640&owner=guest:guest"),
                                BodyPublishers.ofByteArray(content))
                        .ok();

        assertThat(written.path("sizeBytes").asLong()).isEqualTo(content.length);
        assertThat(written.path("sha256").asText()).isEqualTo(Sha256.of(content));
        assertThat(printed("stat", "-c", "%a %U:%G %s", "/tmp/large"))
                .isEqualTo("640 guest:guest " + content.length);
        assertThat(Sha256.of(api().bytes(files("/tmp/large")))).isEqualTo(Sha256.of(content));

        byte[] small = {'n', 'e', 'w', '\n'};
        JsonNode _ = api().put(files("/tmp/large"), BodyPublishers.ofByteArray(small)).ok();
        assertThat(printed("sh", "-c", "cat /tmp/large; stat -c '%a %U' /tmp/large"))
                .isEqualTo("new\n640 guest");
        JsonNode _ = api().put(files("/tmp/empty"), BodyPublishers.noBody()).ok();
        assertThat(api().bytes(files("/tmp/empty"))).isEmpty();
        assertThat(printed("ls", "-A", "/tmp")).doesNotContain(".vman-");
    }

    @Test
    @Order(7)
    void refusesPathsThatCannotBeFiles() {
        var body = BodyPublishers.ofString("x");

        api().get(files("/tmp/none")).isProblem(404, "guest-file-not-found");
        api().get(files("/tmp")).isProblem(409, "not-a-file");
        api().put(files("/nowhere/x"), body).isProblem(404, "guest-file-not-found");
        api().put(files("/tmp"), body).isProblem(409, "not-a-file");
        api().put(files("tmp"), body).isProblem(422, "invalid-value");
        Answer refused =
                api().put(files("/tmp/x&owner=nobody-here"), body).isProblem(422, "guest-refused");
        assertThat(refused.detail()).contains("nobody-here");
        assertThat(printed("ls", "-A", "/tmp")).doesNotContain(".vman-", "x");
    }

    @Test
    @Order(8)
    void isReachedOnlyWhereSomebodyListens() {
        for (int port : List.of(80, 81)) {
            api().post("vms/" + vm.id() + "/forwards", Map.of("guestPort", port)).is(201);
        }

        JsonNode open = vm.act("probe", Map.of("tcp", 80)).ok();

        assertThat(open.path("reachable").asBoolean()).as("%s", open).isTrue();
        assertThat(open.path("ms").isNumber()).isTrue();
        assertThat(vm.act("probe", Map.of("tcp", 81)).ok().path("reachable").asBoolean(true))
                .isFalse();
        vm.act("probe", Map.of("tcp", 82)).isProblem(409, "no-forward");
        vm.act("probe", Map.of("tcp", 0)).isProblem(422, "invalid-value");
    }

    @Test
    @Order(9)
    void survivesARebootOfItsGuestInTheMiddle() throws Exception {
        CompletableFuture<Answer> command =
                CompletableFuture.supplyAsync(
                        () -> exec(List.of("sleep", "300"), Map.of("timeoutSeconds", 120)));
        CountDownLatch wasReset = new CountDownLatch(1);
        CompletableFuture<Answer> upload =
                CompletableFuture.supplyAsync(() ->
                        api().put(
                                        files("/tmp/half"),
                                        BodyPublishers.ofInputStream(() -> until(wasReset))));
        Waiting.until(
                SOON,
                "both are under way",
                () -> printed("sh", "-c", "ps; ls -A /tmp").matches("(?s).*sleep 300.*\\.vman-.*"));

        JsonNode _ = vm.act("reset").ok();
        wasReset.countDown();

        assertThat(ended(command).status()).isEqualTo(503);
        assertThat(ended(upload).status()).isEqualTo(503);
        awaitAgent();
        assertThat(printed("ls", "-A", "/tmp")).doesNotContain("half");
    }

    /** A slow file that has no end before then. */
    private static InputStream until(CountDownLatch end) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return over() ? -1 : 'x';
            }

            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                return over() ? -1 : Math.min(length, 64 << 10);
            }

            private boolean over() throws IOException {
                try {
                    return end.await(50, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
    }

    private static Answer ended(CompletableFuture<Answer> answer)
            throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(60, TimeUnit.SECONDS);
    }

    @Test
    @Order(10)
    void saysSoWhereItsAgentIsGone() throws IOException {
        exec(List.of("sh", "-c", "kill -9 $(pidof qemu-ga)"), Map.of())
                .isProblem(503, "agent-unavailable");

        Answer refused = exec(List.of("true"), Map.of()).isProblem(503, "agent-unavailable");
        assertThat(refused.body().path("remedy").asText()).contains("qemu-guest-agent");
        assertThat(api().get("vms/" + vm.id() + "/agent").ok().path("available").asBoolean(true))
                .isFalse();
        api().put(files("/tmp/x"), BodyPublishers.ofString("x"))
                .isProblem(503, "agent-unavailable");
        JsonNode waited = api().get("vms/" + vm.id() + "?wait=agent&timeout=1").ok();
        assertThat(waited.path("agentReady").asBoolean(true)).isFalse();

        GuestConsole.of(vm)
                .run("qemu-ga -d -m virtio-serial -p /dev/vport*p1 -t /run -f /run/qemu-ga.pid");
        awaitAgent();
        assertThat(printed("echo", "again")).isEqualTo("again");
    }

    @Test
    @Order(11)
    void isPoweredOffByItsAgentWhereNobodyHearsTheButton() {
        assertThat(printed("killall", "acpid")).isEmpty();

        long begin = System.nanoTime();
        JsonNode stopped = vm.act("stop", Map.of("timeoutSeconds", 18)).ok();

        assertThat(stopped.path("state").asText()).isEqualTo("stopped");
        // Without its agent the guest would have been waited for in vain until then.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(18));
        exec(List.of("true"), Map.of()).isProblem(409, "wrong-state");
        api().get(files("/etc/passwd")).isProblem(409, "wrong-state");
        vm.act("probe", Map.of("tcp", 80)).isProblem(409, "wrong-state");
    }
}
