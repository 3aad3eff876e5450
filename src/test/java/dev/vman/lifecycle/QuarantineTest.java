package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import dev.vman.host.FileTrees;
import dev.vman.inventory.Disk;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.journal.Act;
import dev.vman.journal.Journal;
import dev.vman.journal.Step;
import dev.vman.operator.QuarantineFolder;
import dev.vman.operator.QuarantineNote;
import dev.vman.operator.QuarantineNotes;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moving things out of the way and back, on real files below the dry-run operator. */
@QuarkusTest
class QuarantineTest {
    private final UUID finding = UUID.randomUUID();
    @Inject Lab lab;
    @Inject RepairRequests repairs;
    @Inject RepairActs acts;
    @Inject StorageLayout layout;
    @Inject QuarantineNotes notes;
    @Inject QuarantineFolder folder;
    @Inject Journal journal;

    @Test
    void movesAFileAwayWithANoteAndBackAsItWas() throws IOException {
        Path file = Files.writeString(layout.disks().resolve(UUID.randomUUID() + ".raw"), "data");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        lab.succeeded(repairs.quarantine(finding, file, "nobody knows it", Ask.PLAIN));

        Path entry = layout.quarantine().resolve(finding + "-" + file.getFileName());
        assertThat(file).doesNotExist();
        assertThat(entry).hasContent("data");
        assertThat(mode(entry)).isEqualTo("rw-------");
        assertThat(mode(layout.quarantine())).isEqualTo("rwx------");
        QuarantineNote note = QuarantineEntry.require(notes, finding);
        assertThat(note.path()).isEqualTo(file.toString());
        assertThat(note.why()).isEqualTo("nobody knows it");
        assertThat(note.kind()).isEqualTo("file");
        assertThat(note.sizeBytes()).isEqualTo(4);

        lab.succeeded(repairs.restore(finding, Ask.PLAIN));

        assertThat(file).hasContent("data");
        assertThat(mode(file)).isEqualTo("rw-r-----");
        assertThat(inQuarantine()).isEmpty();
        Files.delete(file);
    }

    @Test
    void movesALinkAndNeverWhatItPointsTo() throws IOException {
        Path precious = Files.writeString(layout.root().resolve("precious"), "x");
        Path link = Files.createSymbolicLink(layout.disks().resolve("link"), precious);

        lab.succeeded(repairs.quarantine(finding, link, "stray", Ask.PLAIN));

        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(layout.quarantine().resolve(finding + "-link")).isSymbolicLink();
        assertThat(precious).hasContent("x");
    }

    @Test
    void movesAFolderWithAllThatIsInIt() throws IOException {
        Path stray = Files.createDirectories(layout.vms().resolve(UUID.randomUUID().toString()));
        Files.writeString(Files.createDirectory(stray.resolve("run")).resolve("qemu.log"), "x");

        lab.succeeded(repairs.quarantine(finding, stray, "no VM", Ask.PLAIN));
        lab.succeeded(repairs.restore(finding, Ask.PLAIN));

        assertThat(stray.resolve("run/qemu.log")).hasContent("x");
        FileTrees.deleteTree(stray);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token",
                "vman.mv.db",
                "disks",
                "disks/../token",
                "disks/a/b",
                "../x",
                "vms"
            })
    void refusesEveryOtherPlace(String place) {
        Path file = Path.of(layout.root() + "/" + place);

        assertThatThrownBy(() -> repairs.quarantine(finding, file, "why", Ask.PLAIN))
                .isInstanceOf(Failure.Invalid.class);
        assertThat(inQuarantine()).isEmpty();
    }

    @Test
    void refusesWhatIsNotThere() {
        Path none = layout.disks().resolve("none");

        assertThatThrownBy(() -> repairs.quarantine(finding, none, "why", Ask.PLAIN))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void refusesAFolderThatIsReachedThroughALink() throws IOException {
        Vm vm = lab.create();
        Path elsewhere = Files.createDirectory(layout.root().resolve("elsewhere-" + vm.id));
        Files.writeString(elsewhere.resolve("x.sock"), "x");
        Files.createSymbolicLink(layout.vm(vm.id).run(), elsewhere);

        assertThatThrownBy(() ->
                        repairs.quarantine(
                                finding,
                                layout.vm(vm.id).run().resolve("x.sock"),
                                "why",
                                Ask.PLAIN))
                .hasMessageContaining("is no folder");
        assertThat(elsewhere.resolve("x.sock")).exists();
    }

    @Test
    void refusesWhatARowKnows() throws IOException {
        Disk disk = lab.disk();
        Vm vm = lab.create();
        Path file = Files.writeString(layout.disk(disk.id, disk.format), "data");

        assertRefused("known", file);
        assertRefused("known", layout.vm(vm.id).folder());

        assertThat(file).exists();
        Files.delete(file);
    }

    @Test
    void movesAPartialThatNoCreateIsMaking() throws IOException {
        Disk disk = lab.disk();
        Path partial = Files.writeString(layout.partialDisk(disk.id), "half");

        lab.succeeded(repairs.quarantine(finding, partial, "left over", Ask.PLAIN));

        assertThat(partial).doesNotExist();
    }

    @Test
    void leavesTheRunFolderOfALiveVmAlone() throws IOException {
        Vm vm = lab.running();
        Files.createDirectories(layout.vm(vm.id).run());
        Path socket = Files.writeString(layout.vm(vm.id).run().resolve("x.sock"), "");

        assertRefused("known", socket);
        var _ = lab.stopByForce(vm);
        lab.succeeded(repairs.quarantine(finding, socket, "stale", Ask.PLAIN));

        assertThat(socket).doesNotExist();
    }

    @Test
    void refusesWhatAProcessHasOpen() throws IOException {
        Path stray = Files.createDirectory(layout.vms().resolve("stray-" + finding));
        Path file = Files.writeString(stray.resolve("file"), "x");
        try (FileChannel _ = FileChannel.open(file, StandardOpenOption.READ)) {
            assertRefused("file-in-use", stray);
        }

        lab.succeeded(repairs.quarantine(finding, stray, "stray", Ask.PLAIN));
    }

    @Test
    void refusesASocketThatAProcessListensOn() throws IOException {
        Path socket = layout.disks().resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));

            assertRefused("file-in-use", socket);
        }

        lab.succeeded(repairs.quarantine(finding, socket, "stale", Ask.PLAIN));
        assertThat(QuarantineEntry.require(notes, finding).kind()).isEqualTo("other");
    }

    @Test
    void restoresOnlyToAFreePlace() throws IOException {
        Path file = stray();
        lab.succeeded(repairs.quarantine(finding, file, "why", Ask.PLAIN));
        Files.writeString(file, "another");

        assertThatThrownBy(() -> repairs.restore(finding, Ask.PLAIN))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("There is something at");
        assertThat(file).hasContent("another");
        Files.delete(file);
    }

    @Test
    void restoresNothingThatANoteInventsAPlaceFor() {
        notes.write(note("/etc/cron.d/x", Instant.now()));

        assertThatThrownBy(() -> repairs.restore(finding, Ask.PLAIN))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("no place of VMAN's");
        notes.remove(finding);
    }

    @Test
    void knowsAfterACrashHowFarItHadCome() throws IOException {
        Path file = stray();
        Act act =
                acts.quarantine().make(new QuarantineFile.Payload(finding, file.toString(), "why"));
        act.admit();
        List<Step> steps = act.steps();

        steps.getFirst().perform(() -> false);
        assertThat(steps.get(1).probe()).isEqualTo(Step.Probe.NOT_DONE);
        steps.get(1).perform(() -> false);
        assertThat(steps.get(1).probe()).isEqualTo(Step.Probe.DONE);
        Files.writeString(file, "another");
        assertThat(steps.get(1).probe()).isEqualTo(Step.Probe.COULD_NOT_TELL);
        assertThatThrownBy(steps.get(1)::undo).as("both are kept").isInstanceOf(Failure.class);
        Files.delete(file);

        steps.reversed().forEach(Step::undo);

        assertThat(file).hasContent("stray");
        assertThat(inQuarantine()).isEmpty();
        Files.delete(file);
    }

    @Test
    void undoesAgainWhatADeadDaemonHadUndone() throws IOException {
        Path file = stray();
        Act act =
                acts.quarantine().make(new QuarantineFile.Payload(finding, file.toString(), "why"));
        List<Step> steps = act.steps();
        for (Step step : steps) {
            step.perform(() -> false);
        }
        steps.reversed().forEach(Step::undo);

        steps.reversed().forEach(Step::undo);

        assertThat(file).hasContent("stray");
        Files.delete(file);
        assertThatThrownBy(steps.get(1)::undo).as("it is nowhere").isInstanceOf(Failure.class);
    }

    @Test
    void deletesWhatHasLainThereForTooLongAndNothingElse() throws IOException {
        Path old = stray();
        lab.succeeded(repairs.quarantine(finding, old, "why", Ask.PLAIN));
        Path unknown = Files.writeString(layout.quarantine().resolve("20200101-vman.mv.db"), "x");
        UUID unreadable = UUID.randomUUID();
        Path garbage = Files.writeString(layout.quarantine().resolve(unreadable + ".json"), "{");
        Path kept = Files.writeString(layout.quarantine().resolve(unreadable + "-x"), "x");

        expiry(29, 30).run();
        assertThat(inQuarantine()).hasSize(2);
        expiry(3000, 0).run();
        assertThat(inQuarantine()).as("0 keeps for ever").hasSize(2);
        expiry(31, 30).run();

        assertThat(inQuarantine()).isEmpty();
        assertThat(unknown).exists();
        assertThat(garbage).exists();
        assertThat(kept).exists();
        assertThatThrownBy(() -> repairs.restore(finding, Ask.PLAIN))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void keepsWhatIsYoungerThanItsTimeWhenTheClockIsSet() throws IOException {
        lab.succeeded(repairs.quarantine(finding, stray(), "why", Ask.PLAIN));

        expiry(Duration.ofHours(1), 1).run();
        expiry(Duration.ofHours(-1), 1).run();

        assertThat(inQuarantine()).hasSize(2);
        lab.succeeded(repairs.restore(finding, Ask.PLAIN));
    }

    private QuarantineExpiry expiry(int daysLater, int days) {
        return expiry(Duration.ofDays(daysLater), days);
    }

    private QuarantineExpiry expiry(Duration forward, int days) {
        Clock later = Clock.fixed(Instant.now().plus(forward), ZoneOffset.UTC);
        return new QuarantineExpiry(folder, notes, journal, later, () -> days);
    }

    private QuarantineNote note(String path, Instant when) {
        return new QuarantineNote(1, finding, path, "why", when, "file", 1, 0, 0, 0600);
    }

    private Path stray() throws IOException {
        return Files.writeString(layout.disks().resolve("stray-" + finding), "stray");
    }

    private void assertRefused(String code, Path file) {
        assertThatThrownBy(() -> repairs.quarantine(finding, file, "why", Ask.PLAIN))
                .isInstanceOfSatisfying(
                        Failure.Conflict.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(inQuarantine()).isEmpty();
    }

    /** What lies there for this test's finding. */
    private List<Path> inQuarantine() {
        try (Stream<Path> all = Files.list(layout.quarantine())) {
            return all.filter(path -> path.getFileName().toString().startsWith(finding.toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
