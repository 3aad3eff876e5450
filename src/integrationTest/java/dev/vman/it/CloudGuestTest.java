package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** From a cloud image to a shell in it; see {@code scripts/test-cloud-guest --help}. */
final class CloudGuestTest {
    private static final Duration BOOT = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int SSH = 22;
    private static final String HOSTNAME = "cloud-1";
    private static final String USER_DATA =
            """
            #cloud-config
            write_files:
              - path: /etc/vman-was-here
                content: told by user data
            """;
    private final Path work;
    private final BridgedDaemon host;
    private int checks;
    private int failed;

    private CloudGuestTest(Path work, BridgedDaemon host) {
        this.work = work;
        this.host = host;
    }

    /** The folder with {@code disk.raw}, {@code vmlinuz} and {@code initrd.img}. */
    public static void main(String[] arguments) throws IOException {
        int failed;
        try (BridgedDaemon host = new BridgedDaemon()) {
            Runtime.getRuntime().addShutdownHook(new Thread(host::closeAtTheEnd));
            failed = new CloudGuestTest(Path.of(arguments[0]), host).run();
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private int run() throws IOException {
        String key = makeKey();
        importDisk();
        Vm vm = create(key);
        long start = System.nanoTime();
        Waiting.until(BOOT, "its agent answers; the console: " + vm.console(), () -> isReady(vm));
        System.out.printf("ready after %d s%n", (System.nanoTime() - start) / 1_000_000_000);
        String address = vm.read().path("nics").path(0).path("assigned").asText();
        awaitCloudInit(vm);
        check("host name", HOSTNAME, ssh(address, "hostname"));
        check("user", "debian", ssh(address, "whoami"));
        check("address", "true", "" + ssh(address, "ip -4 -br addr").contains(address + "/24"));
        check("written by user data", "told by user data", ssh(address, "cat /etc/vman-was-here"));
        check("root", "root", ssh(address, "sudo whoami"));
        check("seen", address, vm.read().path("nics").path(0).path("seen").asText());
        var _ = vm.act("restart", Map.of()).ok();
        Waiting.until(BOOT, "its agent answers again", () -> isReady(vm));
        Waiting.until(BOOT, "its SSH server listens", () -> listens(vm));
        String next = vm.read().path("nics").path(0).path("assigned").asText();
        check("after a restart", HOSTNAME, ssh(next, "hostname"));
        System.out.printf("cloud guest: %d checks, %d failed%n", checks, failed);
        return failed;
    }

    private void check(String what, String wanted, String found) {
        checks++;
        boolean well = wanted.equals(found);
        failed += well ? 0 : 1;
        System.out.printf("%-22s %s%s%n", what, found, well ? "" : "   SHOULD BE " + wanted);
    }

    private String makeKey() throws IOException {
        Path key = work.resolve("key");
        boolean _ = Files.deleteIfExists(key);
        String _ =
                run(
                        PATIENCE,
                        List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "" + key));
        return Files.readString(work.resolve("key.pub")).strip();
    }

    private void importDisk() throws IOException {
        Path storage = host.daemon().storage();
        Path imports = Files.createDirectories(storage.resolve("import"));
        Path _ = Files.move(work.resolve("disk.raw"), imports.resolve("disk.raw"));
        for (String file : List.of("vmlinuz", "initrd.img")) {
            Path _ = Files.move(work.resolve(file), storage.resolve("boot/cloud-" + file));
        }
        long start = System.nanoTime();
        Answer answer =
                host.api()
                        .post(
                                "images",
                                Map.of(
                                        "name",
                                        "debian",
                                        "source",
                                        Map.of("path", "" + imports.resolve("disk.raw"))));
        var _ = answer.ok();
        JsonNode image =
                Waiting.forValue(
                        PATIENCE,
                        () -> "the image is ready: " + host.api().get("images/debian"),
                        () ->
                                java.util.Optional.of(host.api().get("images/debian").ok())
                                        .filter(row ->
                                                !row.path("state").asText().equals("importing")));
        System.out.printf(
                "imported: %s, after %d s%n",
                image.path("state").asText(), (System.nanoTime() - start) / 1_000_000_000);
    }

    private Vm create(String key) {
        Path boot = host.daemon().storage().resolve("boot");
        Map<String, Object> body =
                Map.of(
                        "name",
                        "web",
                        "image",
                        "debian",
                        "cpus",
                        2,
                        "memoryMib",
                        1024,
                        "boot",
                        Map.of(
                                "kernel",
                                "" + boot.resolve("cloud-vmlinuz"),
                                "initrd",
                                "" + boot.resolve("cloud-initrd.img"),
                                "cmdline",
                                "root=/dev/vda rw console=ttyS0 net.ifnames=0"),
                        "metadata",
                        Map.of(
                                "hostname",
                                HOSTNAME,
                                "sshKeys",
                                List.of(key),
                                "userData",
                                USER_DATA),
                        "start",
                        true);
        String id = host.api().post("vms", body).is(201).body().path("id").asText();
        return new Vm(host.daemon(), UUID.fromString(id), "web");
    }

    private boolean isReady(Vm vm) {
        return host.api()
                .get("vms/" + vm.id() + "?wait=agent&timeout=30")
                .ok()
                .path("agentReady")
                .asBoolean();
    }

    private static boolean listens(Vm vm) {
        return vm.act("probe", Map.of("tcp", SSH)).ok().path("reachable").asBoolean();
    }

    private void awaitCloudInit(Vm vm) {
        Waiting.until(
                BOOT,
                "cloud-init is done",
                () ->
                        host.api()
                                        .post(
                                                "vms/" + vm.id() + "/exec",
                                                Map.of(
                                                        "command",
                                                        List.of(
                                                                "test",
                                                                "-e",
                                                                "/var/lib/cloud/instance/boot-finished")))
                                        .body()
                                        .path("exitCode")
                                        .asInt(1)
                                == 0);
    }

    private String ssh(String address, String command) {
        return host.namespace()
                .inside(
                        "ssh",
                        "-i",
                        "" + work.resolve("key"),
                        "-o",
                        "StrictHostKeyChecking=no",
                        "-o",
                        "UserKnownHostsFile=/dev/null",
                        "-o",
                        "LogLevel=ERROR",
                        "debian@" + address,
                        command)
                .strip();
    }

    private static String run(Duration patience, List<String> command) {
        CommandResult result = Commands.ofThisHost().run(CommandRequest.of(patience, command));
        if (!result.succeeded()) {
            throw new AssertionError(command + ": " + result);
        }
        return result.stdout();
    }
}
