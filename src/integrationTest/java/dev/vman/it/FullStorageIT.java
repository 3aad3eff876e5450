package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A storage without room: new work is refused, what exists goes on, nothing is lost. */
@Tag("integration")
@Timeout(300)
class FullStorageIT {
    private static final long MIB = 1L << 20;
    private static final Map<String, String> BALLAST = Map.of("VMAN_STORAGE_BALLAST_MIB", "16");
    private static final Duration SOON = Duration.ofSeconds(30);

    @BeforeAll
    static void needQemu() {
        TestGuest.assumeAvailable();
    }

    @Test
    void refusesNewWorkBeforeAnythingIsWrittenAndDoesItWhenThereIsRoomAgain() throws IOException {
        try (SmallDisk small = SmallDisk.mount(128);
                VmanDaemon daemon = VmanDaemon.startOn(small, BALLAST)) {
            Api api = daemon.api();
            Vm running = vm(daemon, "running").started();
            Vm stopped = vm(daemon, "stopped");
            TestDisk disk = TestDisk.create(daemon, MIB);
            TestDisk other = TestDisk.create(daemon, MIB);
            long operations = api.items("operations?limit=1000").count();

            small.fillAllBut(6 * MIB);

            Answer refused = api.post("disks", Map.of("sizeBytes", MIB)).isProblem(507, "no-space");
            assertThat(refused.detail()).contains(" MiB free").contains("keeps 8 MiB");
            assertThat(refused.body().path("remedy").asText()).contains("Free ");
            assertThat(api.isReady()).isTrue();

            small.fill();
            Waiting.until(SOON, "the ballast is given up", () -> !api.isReady());
            small.fill();

            var _ = api.post("disks", Map.of("sizeBytes", MIB)).isProblem(507, "no-space");
            var _ =
                    api.post("vms", Map.of("name", "x", "memoryMib", 64))
                            .isProblem(507, "no-space");
            var _ = disk.grow(2 * MIB).isProblem(507, "no-space");
            var _ = disk.attach(running, "virtio").isProblem(507, "no-space");
            var _ = stopped.act("start").isProblem(507, "no-space");
            assertThat(api.items("operations?limit=1000")).hasSize((int) operations);
            assertThat(api.items("vms")).hasSize(2);
            assertThat(disk.read().path("sizeBytes").asLong()).isEqualTo(MIB);
            assertThat(stopped.state()).isEqualTo("stopped");

            assertThat(running.stopByForce().ok().path("state").asText()).isEqualTo("stopped");
            var _ = stopped.delete().is(204);
            var _ = other.delete().is(204);
            assertThat(daemon.storage().resolve("disks"))
                    .isDirectoryNotContaining("glob:**" + other.id() + "*");

            small.empty();
            Waiting.until(SOON, "there is a ballast again", api::isReady);

            disk.grow(2 * MIB).ok();
            disk.attach(running, "virtio").ok();
            Vm _ = running.started();
            new Consistency(daemon).settlesWithin(SOON, "with room again");
            assertThat(daemon.log()).doesNotContain("The database does not answer");
        }
    }

    @Test
    void keepsItsDatabaseThoughAnotherWriterTakesEveryBlock() throws Exception {
        try (SmallDisk small = SmallDisk.mount(128);
                VmanDaemon daemon = VmanDaemon.startOn(small, BALLAST)) {
            List<TestDisk> disks = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                disks.add(TestDisk.create(daemon, MIB));
            }
            Set<Integer> statuses = ConcurrentHashMap.newKeySet();
            Set<String> made = ConcurrentHashMap.newKeySet();

            try (SmallDisk.Greed _ = small.keepFull()) {
                List<Integer> deleted =
                        AtOnce.run(
                                8,
                                client -> {
                                    useFully(daemon.api(), client, statuses, made);
                                    IntStream.range(client * 3, client * 3 + 3)
                                            .forEach(i -> disks.get(i).delete().is(204));
                                    return 3;
                                });
                assertThat(deleted).hasSize(8);
                Waiting.until(SOON, "the ballast is given up", () -> !daemon.api().isReady());
                statuses.add(daemon.api().post("disks", Map.of("sizeBytes", MIB)).status());

                daemon.kill();
                daemon.startAgain();

                assertThat(diskIds(daemon)).isEqualTo(made);
            }

            assertThat(statuses).isSubsetOf(200, 201, 507).contains(507);
            assertThat(daemon.log())
                    .contains("the ballast of 16 MiB is given up")
                    .doesNotContain("The database does not answer");
            small.empty();
            Waiting.until(SOON, "there is a ballast again", daemon.api()::isReady);
            TestDisk _ = TestDisk.create(daemon, MIB);
            new Consistency(daemon).settlesWithin(SOON, "with room again");
        }
    }

    private static void useFully(Api api, int client, Set<Integer> statuses, Set<String> made) {
        for (int round = 0; round < 10; round++) {
            String name = "full-" + client + "-" + round;
            Answer answer = api.post("disks", Map.of("name", name, "sizeBytes", MIB));
            statuses.add(answer.status());
            if (answer.status() == 201) {
                made.add(answer.body().path("id").asText());
            }
            statuses.add(api.get("disks?limit=1000").status());
        }
    }

    private static Set<String> diskIds(VmanDaemon daemon) {
        return Set.copyOf(
                daemon.api()
                        .items("disks?limit=1000")
                        .map(disk -> disk.path("id").asText())
                        .toList());
    }

    /** Without a ballast the database meets the full disk, and closes itself. */
    @Test
    void opensItsDatabaseAgainWhenThereIsRoomAndLosesNothing() throws IOException {
        Map<String, String> none = Map.of("VMAN_STORAGE_BALLAST_MIB", "0");
        try (SmallDisk small = SmallDisk.mount(64);
                VmanDaemon daemon = VmanDaemon.startOn(small, none)) {
            Api api = daemon.api();
            List<TestDisk> disks = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                disks.add(TestDisk.create(daemon, MIB));
            }
            small.fill();

            List<Answer> answers = new ArrayList<>();
            for (TestDisk disk : disks) {
                small.fill();
                answers.add(disk.delete());
            }

            assertThat(answers).extracting(Answer::status).isSubsetOf(204, 202, 404, 503, 507);
            assertThat(answers).extracting(Answer::status).containsAnyOf(503, 507);

            small.empty();

            Waiting.until(SOON, "the database answers again", api::isReady);
            // One that was refused may have been made all the same.
            Waiting.until(
                    SOON,
                    "the database is written again",
                    () -> api.post("disks", Map.of("sizeBytes", MIB)).status() == 201);
            for (int i = 0; i < disks.size(); i++) {
                if (answers.get(i).status() == 204) {
                    assertThat(api.get("disks/" + disks.get(i).id()).status()).isEqualTo(404);
                }
            }
            new Consistency(daemon).settlesWithin(SOON, "with a database again");
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    @Test
    void haltsAGuestThatFillsItAndLetsItGoOnWhenThereIsRoom() throws IOException {
        try (SmallDisk small = SmallDisk.mount(224);
                VmanDaemon daemon = VmanDaemon.startOn(small, BALLAST)) {
            Vm vm = guest(daemon);
            TestDisk disk =
                    TestDisk.create(daemon, Map.of("name", "data", "sizeBytes", 1024 * MIB));
            disk.attach(vm, "virtio").ok();
            GuestConsole console = GuestConsole.of(vm.started());
            small.fillAllBut(24 * MIB);

            console.type("dd if=/dev/zero of=/dev/vda bs=1M count=50 && sync; echo first $?");

            JsonNode halted = vm.waitForVmState("paused", SOON);
            assertThat(halted.path("stateReason").asText())
                    .startsWith("No space")
                    .contains("disk 'data'");
            assertThat(halted.path("desiredState").asText()).isEqualTo("running");

            daemon.kill();
            daemon.startAgain();

            assertThat(vm.state()).isEqualTo("paused");
            assertThat(vm.reason()).startsWith("No space");

            small.empty();

            JsonNode _ = vm.waitForVmState("running", SOON);
            Waiting.until(
                    SOON, "the guest has written all", () -> vm.console().contains("first 0"));

            small.fillAllBut(24 * MIB);
            console.type("dd if=/dev/zero of=/dev/vda bs=1M count=50 seek=100; sync; echo 2nd $?");
            JsonNode _ = vm.waitForVmState("paused", SOON);
            vm.act("pause").ok();
            small.empty();
            Waiting.until(SOON, "there is room", daemon.api()::isReady);

            var _ = daemon.api().get("vms/" + vm.id() + "?wait=running&timeout=5");
            assertThat(vm.state()).as("its user paused it").isEqualTo("paused");

            vm.act("resume").ok();

            Waiting.until(SOON, "the guest has written all", () -> vm.console().contains("2nd 0"));
            assertThat(vm.state()).isEqualTo("running");
        }
    }

    private static Vm vm(VmanDaemon daemon, String name) {
        JsonNode made =
                daemon.api().post("vms", Map.of("name", name, "memoryMib", 64)).is(201).body();
        return new Vm(daemon, java.util.UUID.fromString(made.path("id").asText()), name);
    }

    private static Vm guest(VmanDaemon daemon) {
        var boot = daemon.storage().resolve("boot");
        JsonNode made =
                daemon.api()
                        .post(
                                "vms",
                                Map.of(
                                        "name",
                                        "guest",
                                        "memoryMib",
                                        128,
                                        "boot",
                                        Map.of(
                                                "kernel", boot.resolve("vmlinuz").toString(),
                                                "initrd", boot.resolve("initrd.img").toString(),
                                                "cmdline", TestGuest.CMDLINE)))
                        .is(201)
                        .body();
        return new Vm(daemon, java.util.UUID.fromString(made.path("id").asText()), "guest");
    }
}
