package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What real guests read in their CD-ROM drives. */
@Tag("integration")
@Timeout(300)
class CdromIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();

    /** A drive that came a moment ago may not be there yet. */
    private static final String AWAIT_DRIVE = awaiting("[ -b /dev/sr0 ]");

    private static final String READ =
            AWAIT_DRIVE + "dd if=/dev/sr0 bs=2048 2>/dev/null | sha256sum";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static @Nullable Vm guest;

    /** What the guest's shell does to wait, for a minute at most. */
    private static String awaiting(String condition) {
        return "i=0; until %s || [ $i -ge 6000 ]; do i=$((i+1)); usleep 10000; done; "
                .formatted(condition);
    }

    /** One for all tests, because it takes seconds to boot: without a drive at first. */
    private static Vm guest() {
        Vm present = guest;
        if (present == null) {
            present = DAEMON.keep(DAEMON.createGuest()).started();
            guest = present;
        }
        return present;
    }

    private static String path(Vm vm) {
        return "vms/" + vm.id() + "/cdrom";
    }

    private static Answer put(Vm vm, TestIso iso) {
        return DAEMON.api().put(path(vm), Map.of("image", iso.name()));
    }

    private static Answer eject(Vm vm, String query) {
        return DAEMON.api().delete(path(vm) + query);
    }

    private static TestIso iso() {
        return TestIso.create(DAEMON.get());
    }

    private static void assertReads(GuestConsole console, TestIso iso) throws IOException {
        assertThat(console.run(READ)).contains(iso.sha256());
    }

    private static void assertReadsNothing(GuestConsole console) throws IOException {
        assertThat(console.run("dd if=/dev/sr0 bs=2048 count=1 2>&1 >/dev/null"))
                .containsIgnoringCase("no medium");
    }

    private static List<JsonNode> findings(Vm vm) {
        JsonNode _ = DAEMON.api().post("observer/actions/run", Map.of()).ok();
        return DAEMON.api().items("findings?state=open&vm=" + vm.id()).toList();
    }

    @Test
    void areReadEjectedAndChangedWhileTheGuestRuns() throws IOException {
        TestIso one = iso();
        TestIso other = iso();
        Vm vm = DAEMON.createGuest(Map.of("cdrom", one.name(), "start", true));
        GuestConsole console = GuestConsole.of(vm);

        assertReads(console, one);
        assertThat(DAEMON.api().delete("images/" + one.id()).status()).isEqualTo(409);

        assertThat(eject(vm, "").status()).isEqualTo(204);
        assertThat(TestIso.drive(vm)).isEqualTo("nothing");
        assertReadsNothing(console);
        assertThat(DAEMON.api().delete("images/" + one.id()).status()).isEqualTo(204);

        JsonNode put = put(vm, other).ok();
        assertThat(put.path("trayOpen").asBoolean(true)).isFalse();
        assertReads(console, other);

        TestIso third = iso();
        put(vm, third).ok();
        assertThat(TestIso.drive(vm)).isEqualTo(third.name());
        assertReads(console, third);
        assertThat(vm.ask("query-named-block-nodes").toString())
                .contains(third.id().toString())
                .doesNotContain(other.id().toString());
        assertThat(findings(vm)).isEmpty();
    }

    @Test
    void comeToARunningGuestWithoutADriveAndToAPausedOne() throws IOException {
        Vm vm = guest();
        GuestConsole console = GuestConsole.of(vm);
        TestIso iso = iso();
        TestIso other = iso();

        put(vm, iso).ok();
        assertReads(console, iso);

        vm.act("pause").ok();
        put(vm, other).ok();
        assertThat(TestIso.drive(vm)).isEqualTo(other.name());
        vm.act("resume").ok();
        assertReads(console, other);
        assertThat(findings(vm)).isEmpty();
        assertThat(eject(vm, "").status()).isEqualTo(204);
    }

    @Test
    void stayInADriveWhoseTrayTheGuestHasLocked() throws IOException {
        Vm vm = guest();
        GuestConsole console = GuestConsole.of(vm);
        TestIso iso = iso();
        put(vm, iso).ok();
        String holder = hold(console);

        Answer refused = eject(vm, "");

        assertThat(refused.status()).isEqualTo(504);
        assertThat(refused.body().path("code").asText()).isEqualTo("guest-did-not-release");
        assertThat(refused.body().path("remedy").asText()).contains("force");
        JsonNode drive = DAEMON.api().get(path(vm)).ok();
        assertThat(drive.path("locked").asBoolean()).isTrue();
        assertThat(TestIso.drive(vm)).isEqualTo(iso.name());
        assertReads(console, iso);
        assertThat(findings(vm)).isEmpty();

        String _ = console.run("kill " + holder);
        assertThat(eject(vm, "").status()).isEqualTo(204);
        assertReadsNothing(console);

        put(vm, iso).ok();
        holder = hold(console);
        assertThat(eject(vm, "?force=true").status()).isEqualTo(204);
        assertThat(TestIso.drive(vm)).isEqualTo("nothing");
        String _ = console.run("kill " + holder);
        assertReadsNothing(console);
    }

    /** Opens it, which locks the tray; returns the process that has done so. */
    private static String hold(GuestConsole console) throws IOException {
        String said =
                console.run(
                        AWAIT_DRIVE
                                + "sleep 10000 </dev/sr0 & "
                                + awaiting("[ \"$(readlink /proc/$!/fd/0)\" = /dev/sr0 ]")
                                + "echo HOLDER $!");
        return said.substring(said.lastIndexOf("HOLDER ") + "HOLDER ".length()).strip();
    }

    @Test
    void areBootedFromWhenTheDiskIsEmptyOrInTheOrderThatIsWanted() throws IOException {
        TestIso iso = TestIso.bootable(DAEMON.get());
        Vm empty = DAEMON.create(Map.of("diskSizeBytes", 1 << 20, "cdrom", iso.name()));
        awaitBoot(empty.started(), iso.name());

        Vm installed =
                DAEMON.create(Map.of("image", bootableDisk().toString(), "cdrom", iso.name()));
        awaitBoot(installed.started(), "FROM-THE-DISK");
        assertThat(installed.consoleSinceStart()).doesNotContain(iso.name());

        installed.stopByForce().ok();
        DAEMON.api().patch("vms/" + installed.id(), Map.of("bootOrder", List.of("cdrom"))).ok();
        awaitBoot(installed.started(), iso.name());
        assertThat(installed.consoleSinceStart()).doesNotContain("FROM-THE-DISK");
    }

    /** OVMF looks for drives at few places. */
    @Test
    void areBootedFromByUefi() {
        Assumptions.assumeTrue(
                Files.isReadable(Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd")),
                "Skipped: there is no OVMF (package ovmf)");
        TestIso iso = TestIso.bootable(DAEMON.get());
        Vm vm =
                DAEMON.create(
                        Map.of(
                                "memoryMib",
                                256,
                                "firmware",
                                "uefi",
                                "diskSizeBytes",
                                1 << 20,
                                "cdrom",
                                iso.name()));

        awaitBoot(vm.started(), iso.name());
    }

    private static java.util.UUID bootableDisk() throws IOException {
        byte[] content = java.util.Arrays.copyOf(BootSector.printing("FROM-THE-DISK"), 1 << 20);
        Path file =
                Files.write(
                        TestImage.folder(DAEMON.get()).resolve(SharedDaemon.newName("boots")),
                        content);
        return TestImage.create(DAEMON.get(), "disk", file).id();
    }

    private static void awaitBoot(Vm vm, String word) {
        Waiting.until(
                GuestConsole.BOOT,
                vm.name() + " prints " + word + ": " + vm.consoleSinceStart(),
                () -> vm.consoleSinceStart().contains(word));
    }

    @Test
    void areMissedByAStart() throws IOException {
        TestIso iso = iso();
        Vm vm = DAEMON.create(Map.of("cdrom", iso.name()));
        Path away = iso.file().resolveSibling("away");
        Files.move(iso.file(), away);

        Answer refused = vm.act("start");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().path("code").asText()).isEqualTo("start-failed");
        assertThat(refused.body().path("detail").asText()).contains(iso.id().toString());
        JsonNode _ = DAEMON.api().post("observer/actions/run", Map.of()).ok();
        assertThat(DAEMON.api().items("findings?state=open&kind=base-image-missing")).isNotEmpty();
        Files.move(away, iso.file());
        assertThat(vm.started().qemus()).hasSize(1);
        assertThat(TestIso.drive(vm)).isEqualTo(iso.name());
    }

    @Test
    void areThereAfterTheDaemonDied() {
        TestIso iso = iso();
        Vm vm = DAEMON.create(Map.of("cdrom", iso.name(), "start", true));
        ProcessIdentity process = vm.process();

        DAEMON.get().kill();
        VmanDaemon _ = DAEMON.get();

        assertThat(vm.process()).isEqualTo(process);
        assertThat(TestIso.drive(vm)).isEqualTo(iso.name());
        assertThat(findings(vm)).isEmpty();
        assertThat(eject(vm, "").status()).isEqualTo(204);
        assertThat(TestIso.drive(vm)).isEqualTo("nothing");
    }

    @Test
    void areFoundWhereSomebodyHasChangedThemByHand() {
        TestIso iso = iso();
        Vm vm = DAEMON.create(Map.of("cdrom", iso.name(), "start", true));
        CrashCdroms.ejectByHand(vm);

        // What only corrects a record is done by itself.
        List<JsonNode> _ = findings(vm);
        Waiting.until(
                SOON,
                "the record follows",
                () -> TestIso.drive(vm).equals("nothing") && findings(vm).isEmpty());

        put(vm, iso).ok();
        assertThat(TestIso.drive(vm)).isEqualTo(iso.name());
        assertThat(findings(vm)).isEmpty();
    }
}
