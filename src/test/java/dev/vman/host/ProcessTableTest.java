package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {

    private final ProcessTable table = ProcessTable.ofThisHost();

    @Test
    void seesALiveProcess() throws IOException {
        try (Child child = Child.sleeping()) {
            ProcessSight sight = table.look(child.identity()).found().orElseThrow();

            assertThat(sight.identity()).isEqualTo(child.identity());
            assertThat(sight.arguments()).containsExactly("sleep", "60");
            assertThat(sight.uid()).isEqualTo(LibC.effectiveUid());
            assertThat(sight.isStoppedBySignal()).isFalse();
        }
    }

    @Test
    void readsAProcessThatItKnowsOnlyOnce() throws Exception {
        try (Child child = Child.sleeping()) {
            ProcessSight seen = table.look(child.identity()).found().orElseThrow();
            Map<Long, ProcessSight> known = Map.of(child.identity().pid(), seen);

            assertThat(table.scan(_ -> false, known)).hasSize(1).first().isSameAs(seen);
            child.process().destroyForcibly();
            child.awaitEnd();
            assertThat(table.scan(_ -> false, known)).isEmpty();
        }
    }

    @Test
    void takesNoOtherProcessOfThatPidForTheKnownOne() throws IOException {
        try (Child child = Child.sleeping()) {
            ProcessIdentity now = child.identity();
            ProcessSight earlier =
                    new ProcessSight(
                            new ProcessIdentity(now.bootId(), now.pid(), now.startTicks() - 1),
                            'S',
                            0,
                            List.of("qemu"));

            assertThat(table.scan(_ -> false, Map.of(now.pid(), earlier))).isEmpty();
        }
    }

    @Test
    void callsAbsentWhatIsGone() throws Exception {
        try (Child child = Child.sleeping()) {
            ProcessIdentity identity = child.identity();
            child.process().destroyForcibly();
            child.awaitEnd();

            assertThat(table.look(identity).isAbsent()).isTrue();
            assertThat(table.stateOf(identity)).isEmpty();
            assertThat(table.identify(identity.pid()).isAbsent()).isTrue();
        }
    }

    @Test
    void callsAbsentWhatOnlySharesThePid() throws IOException {
        try (Child child = Child.sleeping()) {
            ProcessIdentity now = child.identity();
            ProcessIdentity earlier =
                    new ProcessIdentity(now.bootId(), now.pid(), now.startTicks() - 1);
            ProcessIdentity otherBoot =
                    new ProcessIdentity("another-boot", now.pid(), now.startTicks());

            assertThat(table.look(earlier).isAbsent()).isTrue();
            assertThat(table.look(otherBoot).isAbsent()).isTrue();
            assertThat(table.stateOf(earlier)).isEmpty();
            assertThat(table.stateOf(otherBoot)).isEmpty();
        }
    }

    @Test
    void callsAZombieAbsent() throws IOException {
        try (Child parent = Child.of("sh", "-c", "sleep 0 & exec sleep 60")) {
            Eventually.becomesTrue(() -> zombieOf(parent) > 0);
            long zombie = zombieOf(parent);
            ProcStat stat = ProcFiles.stat(zombie);

            ProcessIdentity identity =
                    new ProcessIdentity(table.bootId(), zombie, stat.startTicks());

            assertThat(table.look(identity).isAbsent()).isTrue();
            assertThat(table.identify(zombie).isAbsent()).isTrue();
            assertThat(table.stateOf(identity)).isEmpty();
        }
    }

    private static long zombieOf(Child parent) {
        for (long pid : ProcFiles.pids()) {
            try {
                ProcStat stat = ProcFiles.stat(pid);
                if (stat.parent() == parent.process().pid() && stat.isDead()) {
                    return pid;
                }
            } catch (IOException gone) {
                // look at the next
            }
        }
        return -1;
    }

    @Test
    void seesThatAProcessWasStopped() throws IOException {
        try (Child child = Child.sleeping();
                PidFd pidfd = PidFd.open(child.identity()).found().orElseThrow()) {
            pidfd.signal(Signal.STOP);

            Eventually.becomesTrue(() ->
                    table.look(child.identity())
                            .found()
                            .filter(ProcessSight::isStoppedBySignal)
                            .isPresent());
            assertThat(table.stateOf(child.identity())).contains('T');
        }
    }

    @Test
    void findsProcessesByTheirArguments() throws IOException {
        String mark = "vman-test-" + UUID.randomUUID();
        try (Child child = Child.of("sh", "-c", "read wait", mark)) {
            List<ProcessSight> found = table.scan(arguments -> arguments.contains(mark));

            assertThat(found).extracting(ProcessSight::identity).containsExactly(child.identity());
        }
    }

    @Test
    void findsWhoHasAFileOpenUnderAnyName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("disk"), "x");
        Path otherName = Files.createLink(folder.resolve("other"), file);
        try (Child holder = Child.of("sh", "-c", "exec sleep 60 < " + otherName)) {
            Eventually.becomesTrue(() -> holders(file).equals(Set.of(holder.process().pid())));
        }
    }

    private Set<Long> holders(Path file) {
        return table.holdersOf(file).found().orElseThrow();
    }

    @Test
    void provesThatNobodyHasAFileOpen(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("disk"), "x");

        assertThat(table.holdersOf(file)).isEqualTo(new Presence.Present<>(Set.of()));
        assertThat(table.holdersOf(folder.resolve("none")).isAbsent()).isTrue();
    }
}
