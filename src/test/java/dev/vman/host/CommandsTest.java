package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Commands commands = Commands.ofThisHost();

    @Test
    void givesBothStreamsAndTheExitCode() {
        CommandResult result = shell("echo out; echo err >&2; exit 3");

        assertThat(result).isEqualTo(new CommandResult(3, "out\n", "err\n", false, false));
        assertThat(result.succeeded()).isFalse();
        assertThat(shell("true").succeeded()).isTrue();
    }

    @Test
    void givesAMinimalEnvironmentAndNoInput() {
        CommandResult result = shell("cat; env");

        assertThat(result.stdout().lines())
                .allMatch(line -> line.matches("(PATH|LC_ALL|PWD|OLDPWD|SHLVL|_)=.*"))
                .contains("LC_ALL=C");
    }

    @Test
    void givesItsInputToOneThatReadsAndToOneThatDoesNot() {
        String input = "line\n".repeat(100_000);

        CommandResult read =
                commands.run(
                        CommandRequest.of(DEADLINE, "cat").reading(input).keeping(input.length()));
        CommandResult unread = commands.run(CommandRequest.of(DEADLINE, "true").reading(input));

        assertThat(read.stdout()).isEqualTo(input);
        assertThat(read.truncated()).isFalse();
        assertThat(unread.succeeded()).isTrue();
    }

    @Test
    void runsAChildlessProgramAsItRunsOthers() {
        CommandRequest echo = CommandRequest.of(DEADLINE, "echo", "hello").childlessly();
        CommandRequest sleep = CommandRequest.of(SHORT, "sleep", "60").childlessly();

        assertThat(commands.run(echo).stdout()).isEqualTo("hello\n");
        assertThat(commands.run(sleep))
                .matches(CommandResult::timedOut)
                .extracting(CommandResult::exitCode)
                .isEqualTo(137);
    }

    @Test
    void aMissingProgramIsAResult() {
        CommandResult result = commands.run(CommandRequest.of(DEADLINE, "/no/such/program"));

        assertThat(result.exitCode()).isEqualTo(127);
        assertThat(result.stderr()).contains("/no/such/program");
    }

    @Test
    void killsEverythingAtTheDeadline() {
        String mark = "vman-test-" + UUID.randomUUID();
        String script = "sh -c 'sleep 60; true' " + mark + " & sleep 60; true";

        CommandResult result = commands.run(CommandRequest.of(SHORT, "sh", "-c", script));

        assertThat(result.timedOut()).isTrue();
        assertThat(result.succeeded()).isFalse();
        Eventually.becomesTrue(() -> isGone(mark));
    }

    @Test
    void endsAChildThatKeepsTheOutputOpen() {
        String mark = "vman-test-" + UUID.randomUUID();

        CommandResult result = shell("echo done; sh -c 'sleep 60; true' " + mark + " &");

        assertThat(result).isEqualTo(new CommandResult(0, "done\n", "", false, false));
        Eventually.becomesTrue(() -> isGone(mark));
    }

    private static boolean isGone(String mark) {
        return ProcessTable.ofThisHost().scan(arguments -> arguments.contains(mark)).isEmpty();
    }

    @Test
    void keepsTheBeginningOfEndlessOutput() {
        CommandResult result = shell("yes | head -c 1000000");

        assertThat(result.exitCode()).isZero();
        assertThat(result.stdout()).hasSize(Commands.OUTPUT_CAP).startsWith("y\ny\n");
        assertThat(result.truncated()).isTrue();
    }

    @Test
    void holdsTheLimits(@TempDir Path folder) {
        CommandLimits limits = new CommandLimits(64 << 20, 5, 4096);
        CommandRequest request =
                CommandRequest.of(
                                DEADLINE,
                                "sh",
                                "-c",
                                "ulimit -v; ulimit -t; head -c 9000 /dev/zero > "
                                        + folder.resolve("big"))
                        .within(limits);

        CommandResult result = commands.run(request);

        assertThat(result.stdout()).isEqualTo("65536\n5\n");
        assertThat(result.succeeded()).isFalse();
        assertThat(folder.resolve("big")).hasSize(4096);
    }

    @Test
    void runsAsAnotherUser() {
        assumeThat(LibC.effectiveUid()).as("only root can become another user").isZero();

        CommandResult result =
                commands.run(CommandRequest.of(DEADLINE, "sh", "-c", "id -u; id -G").as(70001));

        assertThat(result.stdout()).isEqualTo("70001\n70001\n");
    }

    @Test
    void anInterruptEndsTheCommand() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> shell("sleep 60")).isInstanceOf(UncheckedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private CommandResult shell(String script) {
        return commands.run(CommandRequest.of(DEADLINE, "sh", "-c", script));
    }
}
