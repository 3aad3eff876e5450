package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.network.TestNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon without rights, which was asked for bridges. */
@Tag("integration")
@Timeout(300)
class UnprivilegedDaemonIT {
    private static final int NOBODY = 65534;
    private static final int WEB = 80;
    private static final int PATIENCE_MILLIS = 10_000;

    @BeforeAll
    static void haveWhatItTakes() throws IOException {
        TestGuest.assumeAvailable();
        // Another user needs somebody who may become him.
        TestNamespace.assumePossible();
    }

    @Test
    void fallsBackToUserModeAndItsForwardsAnswer() throws IOException {
        Map<String, String> bridges = Map.of("VMAN_NETWORK_NAMESPACE", "vman-never");
        try (VmanDaemon daemon = VmanDaemon.startAs(NOBODY, bridges)) {
            JsonNode network = daemon.api().get("host").ok().path("network");
            assertThat(network.path("mode").asText()).isEqualTo("user");
            assertThat(network.path("reason").asText()).contains("not root");

            Vm guest = guest(daemon);
            JsonNode forward =
                    daemon.api()
                            .post("vms/" + guest.id() + "/forwards", Map.of("guestPort", WEB))
                            .is(201)
                            .body();

            Waiting.until(
                    GuestConsole.BOOT,
                    "the guest answers at " + forward,
                    () -> page(forward.path("hostPort").asInt()).contains("VMAN-GUEST"));
            assertThat(guest.stopByForce().ok().path("state").asText()).isEqualTo("stopped");
        }
    }

    @Test
    void tellsThatNobodyHasADiskBesidesProcessesThatItMayNotLookInto(@TempDir Path folder)
            throws IOException {
        Path sleep = unreadable(Files.copy(Path.of("/bin/sleep"), folder.resolve("sleep")));
        try (VmanDaemon daemon = VmanDaemon.startAs(NOBODY, Map.of())) {
            TestDisk disk = TestDisk.create(daemon, 1024 * 1024);
            String file =
                    daemon.storage().resolve("disks").resolve(disk.id() + ".qcow2").toString();
            Process ended = asNobody("sleep 0 & exec sleep 120");
            Process idle = asNobody("exec " + sleep + " 120");
            Process holder = asNobody("exec " + sleep + " 120 < " + file);
            try {
                Waiting.until(
                        Duration.ofSeconds(30),
                        "they are there, and one has ended that nobody took notice of",
                        () ->
                                ended.children().anyMatch(UnprivilegedDaemonIT::isZombie)
                                        && runs(idle, sleep)
                                        && runs(holder, sleep));

                disk.delete().isProblem(503, "disk-holders-unknown");
                Waiting.until(
                        Duration.ofSeconds(30),
                        "the holder has ended",
                        () -> !holder.destroyForcibly().isAlive());
                disk.delete().is(204);
            } finally {
                List.of(ended, idle, holder).forEach(Process::destroyForcibly);
            }
        }
    }

    /** Who runs a program that he may not read may not be looked into. */
    private static Path unreadable(Path program) throws IOException {
        Path folder = program.getParent();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("--x--x--x"));
    }

    private static Process asNobody(String script) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY));
        command.addAll(List.of("--clear-groups", "sh", "-c", script));
        return new ProcessBuilder(command).start();
    }

    private static boolean runs(Process process, Path program) {
        return process.info().arguments().isPresent()
                && process.info().command().filter(program.toString()::equals).isPresent();
    }

    private static boolean isZombie(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
                    .contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }

    private static Vm guest(VmanDaemon daemon) {
        Map<String, Object> body =
                Map.of(
                        "name",
                        "web",
                        "memoryMib",
                        128,
                        "boot",
                        TestGuest.bootFrom(daemon.storage().resolve("boot")),
                        "start",
                        true);
        String id = daemon.api().post("vms", body).is(201).body().path("id").asText();
        return new Vm(daemon, UUID.fromString(id), "web");
    }

    /** What comes from there; nothing while nobody answers. */
    private static String page(int port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return Optional.ofNullable(e.getMessage()).orElse("");
        }
    }
}
