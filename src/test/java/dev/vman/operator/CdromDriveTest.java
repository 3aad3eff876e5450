package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CdromDriveTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration A_MOMENT = Duration.ofMillis(50);
    private static final CdromMedium ONE = medium("one");
    private static final CdromMedium OTHER = medium("other");
    @TempDir Path folder;
    private FakeQemu qemu;
    private FakeCdrom cdrom;
    private QmpLink link;
    private CdromDrive drive;

    private static CdromMedium medium(String name) {
        return new CdromMedium(UUID.randomUUID(), Path.of("/storage/images/" + name + ".iso"));
    }

    @BeforeEach
    void connect() throws IOException {
        Path socket = folder.resolve("qmp.sock");
        qemu = new FakeQemu(socket);
        cdrom = new FakeCdrom(qemu);
        Looks looks = new Looks();
        MachineEvents events =
                new MachineEvents(() -> looks.lookAt(new UUID(0, 0)), () -> {}, true);
        link = new QmpLink(socket, MachineEvents.NAMES, events);
        link.start();
        drive = new CdromDrive(link);
    }

    @AfterEach
    void disconnect() throws IOException {
        link.close();
        qemu.close();
    }

    private void assertHolds(CdromMedium medium) {
        assertThat(drive.look()).contains(new CdromSight(medium.file().toString(), false, false));
        assertThat(cdrom.nodes()).containsExactly(medium.nodeName());
    }

    private List<String> moves() {
        return qemu.commands().stream()
                .filter(command -> command.startsWith("blockdev-") || command.startsWith("device"))
                .toList();
    }

    @Test
    void isNotThere() {
        assertThat(drive.look()).isEmpty();
    }

    @Test
    void exchangesOneForTheOther() {
        cdrom.with(ONE);

        drive.load(OTHER, false, SOON);

        assertHolds(OTHER);
        assertThat(moves())
                .containsExactly(
                        "blockdev-add",
                        "blockdev-open-tray",
                        "blockdev-remove-medium",
                        "blockdev-open-tray",
                        "blockdev-insert-medium",
                        "blockdev-close-tray",
                        "blockdev-del");
    }

    @Test
    void isEmptiedAndStays() {
        cdrom.with(ONE);

        drive.load(null, false, SOON);

        assertThat(drive.look()).contains(new CdromSight("", false, false));
        assertThat(cdrom.nodes()).isEmpty();
    }

    @Test
    void isPluggedWhereThereIsNoneAndGoesAgain() {
        drive.load(ONE, false, SOON);

        assertHolds(ONE);
        assertThat(moves()).containsExactly("blockdev-add", "device_add");

        drive.unplug(SOON);

        assertThat(drive.look()).isEmpty();
        assertThat(cdrom.nodes()).isEmpty();
        drive.unplug(SOON);
    }

    @Test
    void leavesWhatIsRightAlone() {
        cdrom.with(ONE);

        drive.load(ONE, false, SOON);

        assertThat(moves()).isEmpty();
    }

    @Test
    void closesATrayThatTheGuestHasOpened() {
        cdrom.with(ONE).trayOpen = true;

        drive.load(ONE, false, SOON);

        assertHolds(ONE);
        assertThat(moves()).containsExactly("blockdev-close-tray");
    }

    @Test
    void takesNothingOutWhenTheNewOneCanNotBeOpened() {
        cdrom.with(ONE);

        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(() -> drive.load(medium("missing"), false, SOON))
                .withMessageContaining("missing.iso");

        assertHolds(ONE);
        assertThat(moves()).containsExactly("blockdev-add");
    }

    @Test
    void asksAgainUntilTheGuestUnlocksTheTray() {
        cdrom.with(ONE).locked = true;
        cdrom.asksUntilUnlocked = 3;

        drive.load(null, false, SOON);

        assertThat(drive.look()).contains(new CdromSight("", false, false));
    }

    @Test
    void saysThatTheGuestKeepsTheTrayLockedAndLeavesEverythingAsItWas() {
        cdrom.with(ONE).locked = true;

        assertThatExceptionOfType(Failure.Unavailable.class)
                .isThrownBy(() -> drive.load(OTHER, false, A_MOMENT))
                .satisfies(e -> assertThat(e.code()).isEqualTo("guest-did-not-release"));

        assertThat(drive.look()).contains(new CdromSight(ONE.file().toString(), false, true));
        assertThat(cdrom.nodes()).containsExactly(ONE.nodeName());
        assertThat(moves()).doesNotContain("blockdev-remove-medium");
    }

    @Test
    void opensALockedTrayByForce() {
        cdrom.with(ONE).locked = true;

        drive.load(OTHER, true, A_MOMENT);

        assertThat(drive.look()).contains(new CdromSight(OTHER.file().toString(), false, true));
    }

    @Test
    void opensTheTrayAgainWhenTheGuestClosesItInBetween() {
        cdrom.with(ONE).closings = 2;

        drive.load(OTHER, false, SOON);

        assertHolds(OTHER);
    }

    @Test
    void removesWhatAnInterruptedChangeHasLeft() {
        cdrom.with(ONE).left(OTHER);

        drive.load(OTHER, false, SOON);

        assertHolds(OTHER);
    }

    @Test
    void saysSoWhenQemuDoesNotDoWhatItSays() {
        cdrom.with(ONE);
        qemu.on("blockdev-remove-medium", _ -> qemu.answer("blockdev-remove-medium", "{}"));

        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(() -> drive.load(null, false, SOON))
                .satisfies(e -> assertThat(e.code()).isEqualTo("cdrom-not-as-wanted"));
    }
}
