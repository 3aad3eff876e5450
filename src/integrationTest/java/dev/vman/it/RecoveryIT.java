package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.host.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that is gone, or garbage, while guests run. */
@Tag("integration")
@Timeout(600)
class RecoveryIT {
    private static final Duration END = Duration.ofSeconds(90);

    @BeforeAll
    static void needQemu() {
        TestGuest.assumeAvailable();
    }

    @Test
    void findsEveryRowAgainAndGuestsDoNotNotice(@TempDir Path folder) throws Exception {
        try (VmanDaemon daemon = VmanDaemon.start()) {
            Vm guest = create(daemon, "guest", guestFields(daemon)).started();
            Vm bare = create(daemon, "bare", Map.of("diskSizeBytes", 1 << 20)).started();
            Vm stopped = create(daemon, "stopped", Map.of("diskSizeBytes", 1 << 20));
            attach(daemon, "data-1", guest, "virtio");
            attach(daemon, "data-2", guest, "scsi");
            attach(daemon, "data-3", bare, "scsi");
            attach(daemon, "data-4", stopped, "virtio");
            TestDisk spare = TestDisk.create(daemon, Map.of("name", "spare", "sizeBytes", 1 << 20));
            Path garbage = daemon.storage().resolve("disks").resolve(UUID.randomUUID() + ".qcow2");
            Files.writeString(garbage, "this is no image");
            GuestConsole console = GuestConsole.of(guest);
            double uptime = console.uptime();
            List<ProcessIdentity> processes = List.of(guest.process(), bare.process());
            Map<String, JsonNode> vms = LastingRows.of(daemon, "vms");
            Map<String, JsonNode> disks = LastingRows.of(daemon, "disks");

            daemon.kill();
            Files.delete(daemon.storage().resolve("vman.mv.db"));
            daemon.recover();

            awaitVms(daemon, vms);
            assertThat(LastingRows.of(daemon, "disks")).isEqualTo(named(disks, spare));
            assertThat(List.of(guest.process(), bare.process())).isEqualTo(processes);
            assertThat(console.uptime()).isGreaterThan(uptime);
            assertThat(openFindings(daemon)).containsExactly("orphan-disk " + garbage);
            assertThat(garbage).hasContent("this is no image");
            assertThat(daemon.log()).contains("Recovered 3 VMs").contains(garbage.toString());

            Map<String, JsonNode> recovered = LastingRows.of(daemon, "disks");
            isRefusedWhereRowsAre(daemon, folder.resolve("refused.log"));
            awaitVms(daemon, vms);
            assertThat(LastingRows.of(daemon, "disks")).isEqualTo(recovered);

            setsAGarbledDatabaseAside(daemon);
            awaitVms(daemon, vms);
            assertThat(LastingRows.of(daemon, "disks")).isEqualTo(named(recovered, spare));
            assertThat(List.of(guest.process(), bare.process())).isEqualTo(processes);
            assertThat(guest.stopByForce().ok().path("state").asText()).isEqualTo("stopped");
            assertThat(stopped.started().state()).isEqualTo("running");
        }
    }

    /** On a busy host the first look at a VM may not be answered in time. */
    private static void awaitVms(VmanDaemon daemon, Map<String, JsonNode> wanted) {
        Waiting.until(
                END,
                "the VMs are as they were",
                () -> LastingRows.of(daemon, "vms").equals(wanted));
    }

    private static void isRefusedWhereRowsAre(VmanDaemon daemon, Path log) throws Exception {
        daemon.terminate();
        Process second = daemon.launchToRecover(log);
        try {
            assertThat(second.waitFor(END.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            Process _ = second.destroyForcibly();
        }
        assertThat(second.exitValue()).isNotZero();
        assertThat(log).content().contains("nothing was recovered").doesNotContain("is ready");
        daemon.startAgain();
    }

    private static void setsAGarbledDatabaseAside(VmanDaemon daemon) throws IOException {
        daemon.kill();
        Path database = daemon.storage().resolve("vman.mv.db");
        Files.writeString(database, "garbage ".repeat(2000));
        daemon.recover();
        try (Stream<Path> kept = Files.list(daemon.storage().resolve("quarantine"))) {
            assertThat(kept)
                    .anySatisfy(file ->
                            assertThat(file)
                                    .hasContent("garbage ".repeat(2000))
                                    .asString()
                                    .endsWith("-vman.mv.db"));
        }
    }

    private static Map<String, Object> guestFields(VmanDaemon daemon) {
        Path boot = daemon.storage().resolve("boot");
        Map<String, String> files =
                Map.of(
                        "kernel", boot.resolve("vmlinuz").toString(),
                        "initrd", boot.resolve("initrd.img").toString(),
                        "cmdline", TestGuest.CMDLINE);
        return Map.of(
                "memoryMib",
                128,
                "boot",
                files,
                "labels",
                Map.of("team", "a"),
                "restart",
                "on-crash",
                "startOrder",
                5,
                "protected",
                true);
    }

    private static Vm create(VmanDaemon daemon, String name, Map<String, ?> fields) {
        Map<String, Object> body = new HashMap<>(Map.of("name", name, "memoryMib", 64));
        body.putAll(fields);
        JsonNode vm = daemon.api().post("vms", body).is(201).body();
        return new Vm(daemon, UUID.fromString(vm.path("id").asText()), name);
    }

    /** Returns when the manifest, which is written a little later, tells of it. */
    private static void attach(VmanDaemon daemon, String name, Vm vm, String bus) {
        TestDisk disk =
                TestDisk.create(
                        daemon, Map.of("name", name, "sizeBytes", 1 << 20, "protected", true));
        var _ = disk.attach(vm, bus).ok();
        vm.awaitManifest(name);
    }

    /** As they should be when only files tell of the spare disk. */
    private static Map<String, JsonNode> named(Map<String, JsonNode> disks, TestDisk spare) {
        Map<String, JsonNode> named = new HashMap<>(disks);
        String id = spare.id().toString();
        ObjectNode row = Objects.requireNonNull(disks.get(id)).deepCopy();
        row.put("name", "recovered-" + id.substring(0, 8));
        row.set("createdAt", spare.read().path("createdAt"));
        named.put(id, row);
        return named;
    }

    private static Set<String> openFindings(VmanDaemon daemon) {
        var _ = daemon.api().post("observer/actions/run", Map.of()).ok();
        return daemon.api()
                .items("findings?state=open")
                .filter(found -> !found.path("severity").asText().equals("info"))
                .map(found ->
                        found.path("kind").asText()
                                + " "
                                + found.path("subject").path("path").asText())
                .collect(Collectors.toSet());
    }
}
