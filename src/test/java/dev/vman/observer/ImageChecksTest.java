package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Presence;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Rows;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.HeldByAct;
import dev.vman.journal.Journal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of the real database, files of a folder of the test's own. */
@QuarkusTest
class ImageChecksTest {
    private static final long MIB = 1 << 20;
    @Inject ImageCandidates candidates;
    @Inject Journal journal;
    @Inject HeldByAct held;
    @Inject Disks disks;
    @Inject Vms vms;
    @TempDir Path storage;
    private final FakeInspection images = new FakeInspection(MIB);
    private final Disk disk = Rows.disk();
    private final Vm vm = Rows.vm(VmState.STOPPED);
    private ImageChecks checks;
    private Path file;

    @BeforeEach
    void haveADisk() throws IOException {
        StorageLayout layout = new StorageLayout(storage);
        checks = new ImageChecks(candidates, images, layout, journal);
        disk.format = DiskFormat.QCOW2;
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    vms.add(vm);
                    disks.add(Rows.attached(disk, vm, DiskBus.SCSI, 0));
                });
        file = layout.disk(disk.id, disk.format);
        Files.createDirectories(layout.disks());
        Files.writeString(file, "an image");
    }

    @AfterEach
    void removeTheRows() {
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    disks.remove(disks.findById(disk.id));
                    vms.remove(vms.findById(vm.id));
                });
    }

    @Test
    void remembersWhatItFoundUntilTheFileChanges() throws IOException {
        images.tables = new Presence.Present<>(Optional.of("broken"));
        assertThat(checks.check(candidate(), false)).isTrue();
        assertThat(flaw()).map(ImageFlaw::seen).contains("broken");
        assertThat(checks.check(candidate(), false)).as("rests as it was").isFalse();
        assertThat(checks.refresh()).isEmpty();

        Files.writeString(file, "a repaired image");
        assertThat(checks.refresh()).containsExactly(candidate());
        assertThat(flaw()).isEmpty();
        assertThat(checks.told().looked()).doesNotContain(disk.id);

        images.tables = new Presence.Present<>(Optional.empty());
        checks.check(candidate(), false);
        assertThat(checks.told().looked()).contains(disk.id);
        assertThat(flaw()).isEmpty();
    }

    @Test
    void believesNoFlawOfAFileThatChangesMeanwhile() {
        images.facts = FakeInspection.sized(2 * MIB);
        images.meanwhile = () -> write("written by somebody " + images.looks);

        checks.check(candidate(), true);

        assertThat(checks.told().looked()).doesNotContain(disk.id);
    }

    @Test
    void believesNoFlawThatOneReadingAloneShows() {
        images.facts = FakeInspection.sized(2 * MIB);
        images.meanwhile =
                () -> {
                    if (images.looks == 2) {
                        images.facts = FakeInspection.sized(MIB);
                    }
                };

        checks.check(candidate(), true);

        assertThat(flaw()).isEmpty();
        assertThat(checks.told().looked()).doesNotContain(disk.id);
    }

    @Test
    void leavesAloneWhatAnActIsHolding() {
        try (HeldByAct.Hold _ = held.hold(vm.id)) {
            checks.check(candidate(), true);
        }

        assertThat(images.looks).isZero();
        assertThat(checks.told().looked()).doesNotContain(disk.id);
    }

    @Test
    void readsNoTablesWhileAQemuMayWriteThem() {
        become(VmState.RUNNING);
        images.tables = new Presence.Present<>(Optional.of("broken"));

        checks.check(candidate(), true);

        assertThat(images.checks).isZero();
        assertThat(checks.told().looked()).contains(disk.id);
    }

    @Test
    void takesDamagedTablesForHealedOnlyWhenTheyWereReadAgain() {
        images.tables = new Presence.Present<>(Optional.of("broken"));
        checks.check(candidate(), true);
        become(VmState.RUNNING);

        checks.check(candidate(), true);

        assertThat(flaw()).isPresent();
    }

    @Test
    void seesAtOnceThatARunningVmsDiskHasItsSizeAgain() {
        become(VmState.RUNNING);
        images.facts = FakeInspection.sized(2 * MIB);
        checks.check(candidate(), true);
        assertThat(flaw()).isPresent();

        images.facts = FakeInspection.sized(MIB);

        assertThat(checks.refresh()).isEmpty();
        assertThat(flaw()).isEmpty();
        assertThat(checks.told().looked()).contains(disk.id);
    }

    @Test
    void saysNothingWhereItCouldNotTell() {
        images.tables = new Presence.Unknown<>("too slow");

        checks.check(candidate(), true);

        assertThat(checks.told().looked()).doesNotContain(disk.id);
    }

    private ImageCandidate candidate() {
        return candidates.of(disk.id).orElseThrow();
    }

    private Optional<ImageFlaw> flaw() {
        return Optional.ofNullable(checks.told().flaws().get(disk.id));
    }

    private void become(VmState state) {
        QuarkusTransaction.requiringNew().run(() -> vms.become(vms.findById(vm.id), state, null));
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
