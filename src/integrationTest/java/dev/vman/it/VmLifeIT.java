package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.ProcessIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("integration")
@Timeout(240)
class VmLifeIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void livesFromATemplateToItsDeletion() throws IOException {
        Vm vm =
                DAEMON.createGuest(
                        Map.of("template", "small", "diskSizeBytes", 64 << 20, "start", true));
        vm.waitForVmState("running", SOON);
        assertThat(vm.read().path("template").asText()).isEqualTo("small");
        assertThat(vm.read().path("spec").path("memoryMib").asInt()).isEqualTo(128);
        assertThat(vm.qemu().identity().pid()).isEqualTo(vm.pid());
        GuestConsole console = GuestConsole.of(vm);
        assertThat(console.run("cat /proc/partitions")).contains("vda");

        ProcessIdentity first = vm.process();
        assertThat(vm.act("restart").ok().path("state").asText()).isEqualTo("running");
        assertThat(QemuProcesses.isGone(first)).isTrue();
        GuestConsole _ = GuestConsole.of(vm);

        var before = vm.read();
        DAEMON.get().terminate();
        DAEMON.get();
        var after = vm.waitForVmState("running", SOON);
        assertThat(after.path("process")).isEqualTo(before.path("process"));
        assertThat(after.path("disks")).isEqualTo(before.path("disks"));

        ProcessIdentity second = vm.process();
        assertThat(vm.act("stop").ok().path("state").asText()).isEqualTo("stopped");
        assertThat(QemuProcesses.isGone(second)).isTrue();
        assertThat(vm.consoleSinceStart()).contains("Power down");
        assertThat(vm.read().path("process").isNull()).isTrue();

        String disk = vm.read().path("disks").path(0).path("id").asText();
        vm.delete().is(204);
        vm.daemon().api().get("vms/" + vm.id()).is(404);
        vm.daemon().api().get("disks/" + disk).is(404);
        assertThat(vm.folder()).doesNotExist();
        assertThat(vm.qemus()).isEmpty();
        assertThat(DAEMON.get().storage().resolve("disks")).isEmptyDirectory();
    }

    @Test
    void pausesAndResumes() {
        Vm vm = DAEMON.createBare().started();

        vm.act("pause").ok();

        assertThat(vm.state()).isEqualTo("paused");
        assertThat(vm.ask("query-status").path("status").asText()).isEqualTo("paused");
        assertThat(vm.act("pause").ok().path("state").asText()).isEqualTo("paused");
        vm.act("start").isProblem(409, "wrong-state");

        vm.act("resume").ok();

        assertThat(vm.state()).isEqualTo("running");
        assertThat(vm.ask("query-status").path("status").asText()).isEqualTo("running");
    }

    @Test
    void hasTheCpusAndMemoryThatItWasGivenWhileItWasStopped() {
        Vm vm = DAEMON.createBare().started();
        Map<String, Integer> larger = Map.of("cpus", 2, "memoryMib", 96);
        String path = "vms/" + vm.id();
        DAEMON.api().patch(path, larger).isProblem(409, "wrong-state");
        assertThat(sizeOf(vm)).isEqualTo(Map.of("cpus", 1, "memoryMib", 64));
        vm.stopByForce().ok();

        JsonNode changed = DAEMON.api().patch(path, larger).is(200).body();

        assertThat(changed.path("spec").path("cpus").asInt()).isEqualTo(2);
        assertThat(changed.path("spec").path("memoryMib").asInt()).isEqualTo(96);
        assertThat(sizeOf(vm.started())).isEqualTo(larger);
    }

    /** As its QEMU says. */
    private static Map<String, Integer> sizeOf(Vm vm) {
        JsonNode memory = vm.ask("query-memory-size-summary").path("base-memory");
        return Map.of(
                "cpus",
                vm.ask("query-cpus-fast").size(),
                "memoryMib",
                (int) (memory.asLong() >> 20));
    }

    @Test
    void startsAndStopsAsOftenAsWanted() {
        Vm vm = DAEMON.create(Map.of("diskSizeBytes", 1 << 20));

        for (int cycle = 1; cycle <= 3; cycle++) {
            ProcessIdentity process = vm.started().process();
            assertThat(vm.stopByForce().ok().path("state").asText()).isEqualTo("stopped");
            assertThat(QemuProcesses.isGone(process)).isTrue();
            assertThat(vm.run()).isDirectoryNotContaining("glob:**.sock");
        }

        assertThat(vm.console().lines().filter(line -> line.startsWith("--- start "))).hasSize(3);
        assertThat(vm.log().lines().filter(line -> line.startsWith("--- start "))).hasSize(3);
    }

    @Test
    void isCrashedNeitherByItsGuestsPowerOffNorByAWish() throws IOException {
        Vm vm = DAEMON.createGuest(Map.of("restart", "on-crash")).started();
        GuestConsole console = GuestConsole.of(vm);

        console.type("poweroff -f");

        var seen = vm.waitForVmState("stopped", SOON);
        assertThat(seen.path("stateReason").asText()).contains("guest");
        assertThat(seen.path("desiredState").asText()).isEqualTo("stopped");
        assertThat(vm.qemus()).isEqualTo(List.of());
    }

    @Test
    void goesOnThroughItsGuestsReboot() throws IOException {
        Vm vm = DAEMON.createGuest().started();
        ProcessIdentity process = vm.process();
        GuestConsole console = GuestConsole.of(vm);

        console.type("reboot -f");

        Waiting.until(
                GuestConsole.BOOT,
                "the guest boots again",
                () -> vm.consoleSinceStart().split("VMAN-GUEST-READY", -1).length == 3);
        assertThat(vm.state()).isEqualTo("running");
        assertThat(vm.process()).isEqualTo(process);
    }

    @Test
    void worksWhereTheStoragePathIsTooLongForSockets() throws IOException {
        try (VmanDaemon daemon =
                VmanDaemon.start("a-long-name-that-a-user-has-chosen/for-machines")) {
            Answer vm =
                    daemon.api()
                            .post("vms", Map.of("name", "deep", "memoryMib", 64, "start", true));

            assertThat(vm.is(201).body().path("state").asText()).isEqualTo("running");
        }
    }
}
