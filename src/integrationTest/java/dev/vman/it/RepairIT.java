package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.operator.DriveSpec;
import dev.vman.qmp.QmpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the reconciler does by itself, where somebody has allowed it to. */
@Tag("integration")
@Timeout(180)
class RepairIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration QMP = Duration.ofSeconds(10);
    private static @Nullable VmanDaemon started;
    private final List<Process> byHand = new ArrayList<>();

    /** Without users of their own, so that QEMU can open what a person plugs into it. */
    @BeforeAll
    static void startTheDaemon() throws IOException {
        TestGuest.assumeAvailable();
        started =
                VmanDaemon.startBare(
                        Map.of(
                                "VMAN_RECONCILE_POLICY_ORPHAN_PROCESS", "repair",
                                "VMAN_OPERATOR_UID_RANGE", "none",
                                "VMAN_OBSERVER_INTERVAL", "PT1S"));
    }

    @AfterAll
    static void endTheDaemon() throws IOException {
        if (started != null) {
            started.close();
        }
    }

    @AfterEach
    void endWhatWasStartedByHand() throws InterruptedException {
        for (Process process : byHand) {
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void endsAnOrphanOfOursAndTouchesNoForeignOne() throws IOException {
        String pidFile = daemon().storage().resolve("vms/by-hand.pid").toString();
        UUID nobody = UUID.randomUUID();
        Process foreign = qemu("-uuid", nobody.toString());
        Process ours = qemu("-uuid", nobody.toString(), "-pidfile", pidFile);

        Waiting.until(SOON, "the orphan is ended", () -> !ours.isAlive());
        JsonNode repaired =
                finding("orphan-process", "repaired", found -> pid(found) == ours.pid());

        assertThat(operation(repaired).path("kind").asText()).isEqualTo("process.stop");
        assertThat(operation(repaired).path("state").asText()).isEqualTo("succeeded");
        JsonNode theirs = finding("orphan-process", "open", found -> pid(found) == foreign.pid());
        assertThat(theirs.path("repair").isNull()).isTrue();
        assertThat(
                        daemon().api()
                                .post("findings/" + id(theirs) + "/actions/repair", Map.of())
                                .isProblem(409, "no-repair")
                                .status())
                .isEqualTo(409);
        assertThat(foreign.isAlive()).isTrue();
    }

    @Test
    void recordsADiskThatWasPluggedByHandAndOneThatWasPulled() {
        Vm vm = newVm().started();
        TestDisk disk = TestDisk.create(daemon(), 1 << 20);
        disk.plugByHand(vm);

        disk.waitForState("attached", SOON);
        JsonNode plugged = finding("disk-state-mismatch", "repaired", found -> is(found, disk));
        assertThat(disk.read().path("vm").asText()).isEqualTo(vm.id().toString());
        assertThat(disk.read().path("bus").asText()).isEqualTo("scsi");
        assertThat(operation(plugged).path("kind").asText()).isEqualTo("disk.align");

        try (QmpClient qmp = vm.spareQmp()) {
            JsonNode _ = qmp.execute("device_del", Map.of("id", deviceId(disk)), QMP);
        }
        disk.waitForState("available", SOON);
        Waiting.until(
                SOON,
                "both findings are repaired",
                () ->
                        findings("disk-state-mismatch", "repaired").stream()
                                        .filter(found -> is(found, disk))
                                        .count()
                                == 2);
        assertThat(disk.attach(vm, "scsi").ok().path("state").asText()).isEqualTo("attached");
        assertThat(disk.detach().ok().path("state").asText()).isEqualTo("available");
        vm.stopByForce().ok();
    }

    @Test
    void leavesToAPersonWhatWasPluggedInAnotherWay() {
        Vm vm = newVm().started();
        try (QmpClient qmp = vm.spareQmp()) {
            JsonNode _ =
                    qmp.execute(
                            "blockdev-add",
                            Map.of("driver", "null-co", "node-name", "strange"),
                            QMP);
            JsonNode _ =
                    qmp.execute(
                            "device_add",
                            Map.of("driver", "scsi-hd", "drive", "strange", "id", "strange"),
                            QMP);
        }

        JsonNode found =
                finding(
                        "disk-state-mismatch",
                        "open",
                        open -> open.path("evidence").path("device").asText().equals("strange"));

        assertThat(found.path("repair").path("action").asText()).isEqualTo("by-hand");
        assertThat(found.path("lastRepair").isNull()).isTrue();
        vm.stopByForce().ok();
    }

    private static String deviceId(TestDisk disk) {
        return DriveSpec.deviceId(disk.id());
    }

    private Process qemu(String... more) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "qemu-system-x86_64",
                                "-machine",
                                "none",
                                "-display",
                                "none",
                                "-S"));
        command.addAll(List.of(more));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        byHand.add(process);
        return process;
    }

    private static Vm newVm() {
        String name = SharedDaemon.newName("repaired");
        Map<String, Object> body = Map.of("name", name, "memoryMib", 64);
        JsonNode made = daemon().api().post("vms", body).is(201).body();
        return new Vm(daemon(), UUID.fromString(made.path("id").asText()), name);
    }

    private static JsonNode finding(String kind, String state, Predicate<JsonNode> which) {
        return Waiting.forValue(
                SOON,
                () -> "a finding " + kind + " is " + state + ": " + findings(kind, ""),
                () -> findings(kind, state).stream().filter(which).findFirst());
    }

    private static List<JsonNode> findings(String kind, String state) {
        String ofState = state.isEmpty() ? "" : "&state=" + state;
        return daemon().api().items("findings?limit=1000&kind=" + kind + ofState).toList();
    }

    private static JsonNode operation(JsonNode finding) {
        String id = finding.path("lastRepair").path("operation").asText();
        return daemon().api().get("operations/" + id).ok();
    }

    private static boolean is(JsonNode found, TestDisk disk) {
        return found.path("subject").path("id").asText().equals(disk.id().toString());
    }

    private static long pid(JsonNode found) {
        return found.path("subject").path("pid").asLong();
    }

    private static String id(JsonNode found) {
        return found.path("id").asText();
    }

    private static VmanDaemon daemon() {
        return Optional.ofNullable(started).orElseThrow();
    }
}
