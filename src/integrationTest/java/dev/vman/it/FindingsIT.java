package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessTable;
import dev.vman.host.Signal;
import dev.vman.qmp.QmpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people and crashes do behind the daemon's back. */
@Tag("integration")
@Timeout(90)
class FindingsIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final Duration ONE_PASS_ASLEEP = Duration.ofSeconds(15);
    private @Nullable Process byHand;

    @AfterEach
    void endWhatWasStartedByHand() throws InterruptedException {
        if (byHand != null) {
            byHand.destroyForcibly();
            assertThat(byHand.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void correctsAVmThatDiedWhileNobodyWatched() throws IOException {
        Vm vm = DAEMON.createBare().started();
        ProcessIdentity process = vm.process();
        DAEMON.get().kill();
        QemuProcesses.signal(process, Signal.KILL);

        VmanDaemon _ = DAEMON.get();
        pass();

        assertThat(vm.state()).isEqualTo("crashed");
        assertThat(open("vm-state-mismatch")).isEmpty();
    }

    @Test
    void takesUpAVmThatWasStartedByHand() throws IOException {
        Vm vm = DAEMON.createBare().started();
        List<String> command = vm.qemu().arguments();
        vm.stopByForce().ok();
        startByHand(command);

        pass();

        // Its arguments hold -S: nobody has let its guest go yet.
        JsonNode seen = vm.waitForVmState("paused", ONE_PASS_ASLEEP);
        assertThat(seen.path("process").path("pid").asLong()).isEqualTo(hand().pid());
        Waiting.until(ONE_PASS_ASLEEP, "it is cured", () -> open("vm-state-mismatch").isEmpty());
        assertThat(all("vm-state-mismatch")).anyMatch(found -> isAbout(found, vm.id()));
        assertThat(vm.stopByForce().ok().path("state").asText()).isEqualTo("stopped");
    }

    @Test
    void reportsAProcessOfOursWithoutARowAndTouchesNoForeignOne() throws IOException {
        UUID nobody = UUID.randomUUID();
        String mark = "guest=x,process=" + nobody.toString().substring(0, 8);
        startByHand(
                List.of(
                        "qemu-system-x86_64",
                        "-machine",
                        "none",
                        "-display",
                        "none",
                        "-S",
                        "-uuid",
                        nobody.toString(),
                        "-name",
                        mark,
                        "-pidfile",
                        DAEMON.get().storage().resolve("vms/by-hand.pid").toString()));
        Process foreign =
                start(List.of("qemu-system-x86_64", "-machine", "none", "-display", "none", "-S"));
        try {
            pass();

            JsonNode ours = only("orphan-process", hand().pid());
            JsonNode theirs = only("orphan-process", foreign.pid());
            assertThat(ours.path("evidence").path("ours").asBoolean()).isTrue();
            assertThat(ours.path("evidence").path("commandLine").asText()).contains(mark);
            assertThat(theirs.path("severity").asText()).isEqualTo("info");
            assertThat(theirs.path("repair").isNull()).isTrue();
            assertThat(foreign.isAlive()).isTrue();
            assertThat(hand().isAlive()).isTrue();
        } finally {
            foreign.destroyForcibly();
            Files.deleteIfExists(DAEMON.get().storage().resolve("vms/by-hand.pid"));
        }
        Waiting.until(Duration.ofSeconds(5), "the foreign one is gone", () -> !foreign.isAlive());
        pass();
        assertThat(all("orphan-process"))
                .filteredOn(found -> found.path("subject").path("pid").asLong() == foreign.pid())
                .allMatch(found -> found.path("state").asText().equals("resolved"));
    }

    @Test
    void callsADiskMissingWhoseFileIsRemovedOrReplacedAndHealsIt() throws IOException {
        TestDisk disk = TestDisk.create(DAEMON.get(), 1 << 20);
        Path kept = disk.file().resolveSibling("kept");
        Files.move(disk.file(), kept);
        pass();
        assertThat(disk.read().path("state").asText()).isEqualTo("missing");
        assertThat(open("missing-disk")).anyMatch(found -> isAbout(found, disk.id()));
        assertThat(open("orphan-disk")).anyMatch(found -> isAt(found, kept));

        Files.createDirectory(disk.file());
        pass();
        assertThat(open("leftover-file")).anyMatch(found -> isAt(found, disk.file()));
        assertThat(disk.read().path("state").asText()).isEqualTo("missing");

        Files.delete(disk.file());
        Files.createSymbolicLink(disk.file(), kept);
        pass();
        assertThat(open("missing-disk"))
                .filteredOn(found -> isAbout(found, disk.id()))
                .singleElement()
                .satisfies(found ->
                        assertThat(found.path("evidence").path("found").asText())
                                .isEqualTo("link"));

        Files.delete(disk.file());
        Files.move(kept, disk.file());
        pass();
        assertThat(disk.read().path("state").asText()).isEqualTo("available");
        pass();
        assertThat(open("missing-disk")).noneMatch(found -> isAbout(found, disk.id()));
    }

    @Test
    void seesWhatIsPluggedAndUnpluggedByHand() {
        Vm vm = DAEMON.createBare().started();
        TestDisk recorded = TestDisk.create(DAEMON.get(), 1 << 20);
        TestDisk free = TestDisk.create(DAEMON.get(), 1 << 20);
        recorded.attach(vm, "scsi").ok();
        try (QmpClient qmp = vm.spareQmp()) {
            Duration soon = Duration.ofSeconds(5);
            JsonNode _ = qmp.execute("device_del", Map.of("id", "disk-" + recorded.id()), soon);
            String gone = "disk-" + recorded.id();
            Waiting.until(
                    soon,
                    "unplugged",
                    () -> !qmp.execute("query-block", soon).toString().contains(gone));
            JsonNode _ =
                    qmp.execute(
                            "blockdev-add",
                            Map.of("driver", "null-co", "node-name", "byhand"),
                            soon);
            JsonNode _ =
                    qmp.execute(
                            "device_add",
                            Map.of(
                                    "driver",
                                    "scsi-hd",
                                    "drive",
                                    "byhand",
                                    "id",
                                    "disk-" + free.id()),
                            soon);
        }

        pass();

        recorded.waitForState("available", ONE_PASS_ASLEEP);
        assertThat(all("disk-state-mismatch")).anyMatch(found -> isAbout(found, recorded.id()));
        assertThat(open("disk-state-mismatch"))
                .filteredOn(found -> isAbout(found, free.id()))
                .singleElement()
                .satisfies(found ->
                        assertThat(found.path("repair").path("action").asText())
                                .isEqualTo("by-hand"));
        assertThat(DAEMON.api().items("findings?vm=" + vm.name()).count()).isEqualTo(2);
        vm.stopByForce().ok();
        pass();
        assertThat(open("disk-state-mismatch")).isEmpty();
    }

    @Test
    void reportsAVmThatDoesNotAnswerUntilItDoes() {
        Vm vm = DAEMON.createBare().started();
        vm.signal(Signal.STOP);
        JsonNode _ = vm.waitForVmState("unreachable", Duration.ofSeconds(5));
        pass();
        assertThat(open("vm-unreachable")).anyMatch(found -> isAbout(found, vm.id()));

        vm.signal(Signal.CONT);
        JsonNode _ = vm.waitForVmState("running", Duration.ofSeconds(5));
        pass();

        assertThat(open("vm-unreachable")).isEmpty();
    }

    @Test
    void findsByItselfWhatChangesWhileItSleeps() throws IOException {
        Path stranger = DAEMON.get().storage().resolve("disks/stranger.img");
        Files.writeString(stranger, "boo");

        Waiting.until(
                ONE_PASS_ASLEEP,
                "the file is found",
                () -> open("orphan-disk").stream().anyMatch(found -> isAt(found, stranger)));

        Files.delete(stranger);
        Waiting.until(
                ONE_PASS_ASLEEP,
                "the finding resolves",
                () -> open("orphan-disk").stream().noneMatch(found -> isAt(found, stranger)));
    }

    private static void pass() {
        JsonNode _ = DAEMON.api().post("observer/actions/run", Map.of()).ok();
    }

    private static List<JsonNode> open(String kind) {
        return DAEMON.api().items("findings?limit=1000&state=open&kind=" + kind).toList();
    }

    private static List<JsonNode> all(String kind) {
        return DAEMON.api().items("findings?limit=1000&kind=" + kind).toList();
    }

    private static JsonNode only(String kind, long pid) {
        return open(kind).stream()
                .filter(found -> found.path("subject").path("pid").asLong() == pid)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isAbout(JsonNode found, UUID id) {
        return found.path("subject").path("id").asText().equals(id.toString());
    }

    private static boolean isAt(JsonNode found, Path path) {
        return found.path("subject").path("path").asText().equals(path.toString());
    }

    private Process hand() {
        return java.util.Objects.requireNonNull(byHand);
    }

    private void startByHand(List<String> command) throws IOException {
        byHand = start(command);
    }

    /** Returns when it is QEMU indeed. */
    private static Process start(List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        ProcessTable table = ProcessTable.ofThisHost();
        Waiting.until(
                Duration.ofSeconds(5),
                "QEMU runs",
                () ->
                        Optional.of(process.pid())
                                .flatMap(pid -> table.identify(pid).found())
                                .flatMap(who -> table.look(who).found())
                                .flatMap(sight -> sight.arguments().stream().findFirst())
                                .filter(program -> program.contains("qemu-system-"))
                                .isPresent());
        return process;
    }
}
