package dev.vman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With this host's shell in the guest's place. */
@Timeout(60)
class GuestScriptsTest {
    @TempDir Path folder;

    private record Outcome(int exitCode, String output) {}

    private static Outcome run(GuestScripts script, String... arguments)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(script.command(arguments)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    @Test
    void replaceAFileAndKeepItsMode() throws Exception {
        Path file = folder.resolve("it's a \"file\" $(id)");
        Path temporary = folder.resolve("temporary");
        Files.writeString(file, "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx-w----"));
        Files.writeString(temporary, "new");

        Outcome kept = run(GuestScripts.COMMIT, temporary.toString(), file.toString(), "", "");

        assertThat(kept).isEqualTo(new Outcome(0, ""));
        assertThat(file).hasContent("new");
        assertThat(temporary).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rwx-w----");
    }

    @Test
    void giveANewFileTheModeThatIsAskedFor() throws Exception {
        Path file = folder.resolve("new");
        Path temporary = folder.resolve("temporary");
        Files.writeString(temporary, "new");

        Outcome _ = run(GuestScripts.COMMIT, temporary.toString(), file.toString(), "0601", "");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw------x");
    }

    @Test
    void leaveAFileAloneWhoseOwnerCannotBe() throws Exception {
        Path file = folder.resolve("file");
        Path temporary = folder.resolve("temporary");
        Files.writeString(file, "old");
        Files.writeString(temporary, "new");

        Outcome refused =
                run(GuestScripts.COMMIT, temporary.toString(), file.toString(), "", "no-such-user");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.output()).contains("no-such-user");
        assertThat(file).hasContent("old");
    }

    @Test
    void killAProcessAndItsChildren() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; wait; true").start();
        long child = Long.parseLong(parent.inputReader().readLine());
        ProcessHandle sleeping = ProcessHandle.of(child).orElseThrow();

        Outcome _ = run(GuestScripts.KILL, Long.toString(parent.pid()));

        assertThat(parent.waitFor(20, TimeUnit.SECONDS)).isTrue();
        var _ = sleeping.onExit().get(20, TimeUnit.SECONDS);
    }

    @Test
    void sayWhatIsNotThere() throws Exception {
        String token = " [token]";

        Outcome noFolder = run(GuestScripts.RUN_AS, token, "", "/nowhere/at-all", "true");
        Outcome noProgram = run(GuestScripts.RUN_AS, token, "", "/", "no-such-program");
        Outcome theirs = run(GuestScripts.RUN_AS, token, "", "/", "sh", "-c", "pwd; exit 127");

        assertThat(noFolder.exitCode()).isEqualTo(127);
        assertThat(noFolder.output()).contains("/nowhere/at-all", token);
        assertThat(noProgram)
                .isEqualTo(new Outcome(127, "no-such-program: not found" + token + "\n"));
        assertThat(theirs).isEqualTo(new Outcome(127, "/\n"));
        assertThat(run(GuestScripts.MEASURE, folder.resolve("none").toString()).exitCode())
                .isEqualTo(40);
        assertThat(run(GuestScripts.MEASURE, folder.toString()).exitCode()).isEqualTo(41);
        assertThat(run(GuestScripts.PREPARE, "/nowhere/x", "/nowhere/y").exitCode()).isEqualTo(40);
    }
}
