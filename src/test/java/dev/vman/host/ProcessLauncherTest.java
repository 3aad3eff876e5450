package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessLauncherTest {

    private final ProcessTable table = ProcessTable.ofThisHost();
    private final ProcessLauncher launcher = ProcessLauncher.ofThisHost();

    @TempDir private Path folder = Path.of("");

    @Test
    void theProcessIsTheProgramItselfInItsOwnSession() throws Exception {
        Launched launched = launch("sleep", "60");
        try (PidFd held = PidFd.open(launched.identity()).found().orElseThrow()) {
            Eventually.becomesTrue(() -> isRunning(launched, List.of("sleep", "60")));

            ProcStat stat = ProcFiles.stat(launched.identity().pid());
            assertThat(stat.session()).isEqualTo(launched.identity().pid());
            assertThat(terminalOf(launched)).isEqualTo("0");
            assertThat(status(launched, "NoNewPrivs")).isEqualTo("1");
            held.signal(Signal.KILL);
            assertThat(end(launched)).isEqualTo(new ExitStatus.Killed(9));
        }
    }

    private boolean isRunning(Launched launched, List<String> arguments) {
        return table.look(launched.identity())
                .found()
                .filter(sight -> sight.arguments().equals(arguments))
                .isPresent();
    }

    private static String terminalOf(Launched launched) throws IOException {
        String line = Files.readString(Path.of("/proc/" + launched.identity().pid() + "/stat"));
        return line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[4];
    }

    private static String status(Launched launched, String field) throws IOException {
        Path file = Path.of("/proc/" + launched.identity().pid() + "/status");
        return field(Files.readAllLines(file), field);
    }

    private static String field(List<String> status, String field) {
        return status.stream()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingIsInheritedButTheThreeStreams() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        try (RandomAccessFile open = new RandomAccessFile(secret.toFile(), "r");
                Epoll epoll = Epoll.open()) {
            Launched launched = launch("sleep", "60");
            try (PidFd held = PidFd.open(launched.identity()).found().orElseThrow()) {
                Eventually.becomesTrue(() -> isRunning(launched, List.of("sleep", "60")));

                Path descriptors = ProcFiles.descriptors(launched.identity().pid());
                try (Stream<Path> entries = Files.list(descriptors)) {
                    assertThat(entries.map(fd -> fd.getFileName().toString()))
                            .containsExactlyInAnyOrder("0", "1", "2");
                }
                assertThat(Files.readSymbolicLink(descriptors.resolve("0")))
                        .isEqualTo(Path.of("/dev/null"));
                assertThat(Files.readSymbolicLink(descriptors.resolve("2"))).isEqualTo(output());
                held.signal(Signal.KILL);
                end(launched);
            }
            assertThat(open.getFD().valid()).isTrue();
            assertThat(epoll).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherUserHasNoRightsLeft(boolean wrapped) throws Exception {
        assumeRoot();
        // As a VM's run folder is: it is the other user who goes there.
        FileTrees.chown(folder, 70001, 70001);
        LaunchRequest sleep = request(Optional.of(70001), "sleep", "60");
        SessionLauncher ours = new SessionLauncher(LaunchTools.probe(Commands.ofThisHost()));
        Launched launched = wrapped ? ours.launchWrapped(sleep) : ours.launchPlainly(sleep);
        try (PidFd held = PidFd.open(launched.identity()).found().orElseThrow()) {
            Eventually.becomesTrue(() -> isRunning(launched, List.of("sleep", "60")));

            assertThat(status(launched, "Uid")).isEqualTo("70001\t70001\t70001\t70001");
            assertThat(status(launched, "Gid")).isEqualTo("70001\t70001\t70001\t70001");
            assertThat(status(launched, "Groups")).isEmpty();
            assertThat(status(launched, "NoNewPrivs")).isEqualTo("1");
            for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
                assertThat(status(launched, set)).as(set).containsPattern("^0+$");
            }
            held.signal(Signal.KILL);
            end(launched);
        }
    }

    @Test
    void noThreadOfOursKeepsWhatTheProgramWasGiven() throws Exception {
        assumeRoot();

        Launched launched = launch(Optional.of(70001), "true");

        assertThat(end(launched)).isEqualTo(new ExitStatus.Exited(0));
        Eventually.becomesTrue(() -> ourUsers().equals(Set.of("0\t0\t0\t0")));
    }

    /** Of all threads; those that end meanwhile do not count. */
    private static Set<String> ourUsers() {
        Set<String> users = new HashSet<>();
        File[] threads = new File("/proc/self/task").listFiles();
        for (File thread : Objects.requireNonNull(threads)) {
            try {
                users.add(field(Files.readAllLines(thread.toPath().resolve("status")), "Uid"));
            } catch (IOException ended) {
                assertThat(thread).doesNotExist();
            }
        }
        return users;
    }

    @Test
    void appendsBothStreamsAndGivesAMinimalEnvironment() throws Exception {
        Files.writeString(output(), "before\n");

        Launched launched = launch("sh", "-c", "echo out; echo err >&2; env; pwd; exit 3");

        assertThat(end(launched)).isEqualTo(new ExitStatus.Exited(3));
        List<String> lines = Files.readAllLines(output());
        assertThat(lines).startsWith("before", "out", "err").endsWith(folder.toString());
        assertThat(lines.subList(3, lines.size() - 1))
                .allMatch(line -> line.matches("(PATH|LC_ALL|PWD|OLDPWD|SHLVL|_|EXTRA)=.*"))
                .contains("EXTRA=1");
    }

    @Test
    void saysHonestlyHowAShortLivedChildEnded() throws Exception {
        Launched killed = launch("sh", "-c", "kill -9 $$");
        Launched missing = launch("/no/such/program");

        assertThat(end(killed)).isEqualTo(new ExitStatus.Killed(9));
        assertThat(end(missing)).isEqualTo(new ExitStatus.Exited(127));
        assertThat(Files.readString(output())).contains("/no/such/program");
    }

    @Test
    void refusesAnOutputThatIsALink() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "x");
        Files.createSymbolicLink(output(), precious);

        assertThatThrownBy(() -> launch("echo", "overwritten")).isInstanceOf(IOException.class);
        assertThat(precious).hasContent("x");
    }

    @Test
    void refusesAnOutputWithASecondName() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "x");
        Files.createLink(output(), precious);

        assertThatThrownBy(() -> launch("echo", "overwritten"))
                .hasMessageContaining("more than one name");
        assertThat(precious).hasContent("x");
    }

    @Test
    void refusesAnOutputThatIsAFifoOrAFolder() throws Exception {
        try (Child mkfifo = Child.of("mkfifo", output().toString())) {
            mkfifo.awaitEnd();
        }
        assertThatThrownBy(() -> launch("echo")).hasMessageContaining("not a regular file");

        Files.delete(output());
        Files.createDirectory(output());
        assertThatThrownBy(() -> launch("echo")).hasMessageContaining("not a regular file");
    }

    @Test
    void refusesAnOutputOfAStranger() throws IOException {
        assumeRoot();
        Files.createFile(output());
        FileTrees.chown(output(), 70002, 70002);

        assertThatThrownBy(() -> launch(Optional.of(70001), "echo"))
                .hasMessageContaining("belongs to user 70002");
    }

    private Path output() {
        return folder.resolve("qemu.log");
    }

    private Launched launch(String... command) throws IOException {
        return launch(Optional.empty(), command);
    }

    private Launched launch(Optional<Integer> uid, String... command) throws IOException {
        return launcher.launch(request(uid, command));
    }

    private LaunchRequest request(Optional<Integer> uid, String... command) {
        return new LaunchRequest(List.of(command), folder, output(), uid, Map.of("EXTRA", "1"));
    }

    private static ExitStatus end(Launched launched) throws Exception {
        return launched.exit().get(5, TimeUnit.SECONDS);
    }

    private static void assumeRoot() {
        assumeThat(LibC.effectiveUid()).as("only root can become another user").isZero();
    }
}
