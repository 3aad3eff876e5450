package dev.vman.it;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A daemon whose networks are bridges in a network namespace of its own, which is gone with all in
 * it when this is closed.
 */
final class BridgedDaemon implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private final Commands commands = Commands.ofThisHost();
    private final String namespace = "vman-d-" + UUID.randomUUID().toString().substring(0, 8);
    private final VmanDaemon daemon;

    BridgedDaemon() throws IOException {
        daemon = VmanDaemon.start(Map.of("VMAN_NETWORK_NAMESPACE", namespace));
    }

    VmanDaemon daemon() {
        return daemon;
    }

    Api api() {
        return daemon.api();
    }

    /** With the test's guest; further fields as in a POST. */
    Vm vm(String name, Map<String, ?> fields) {
        Map<String, Object> body =
                new HashMap<>(
                        Map.of(
                                "name",
                                name,
                                "memoryMib",
                                128,
                                "boot",
                                TestGuest.bootFrom(daemon.storage().resolve("boot"))));
        body.putAll(fields);
        String id = api().post("vms", body).is(201).body().path("id").asText();
        return new Vm(daemon, UUID.fromString(id), name);
    }

    /** What the program prints that runs inside; it must succeed. */
    String inside(String... command) {
        CommandResult result = run(List.of(command));
        if (!result.succeeded()) {
            throw new AssertionError(List.of(command) + ": " + result);
        }
        return result.stdout();
    }

    /** Whether a page comes from there; waits for it no longer than some seconds. */
    boolean reaches(String address, int port) {
        return run(List.of("curl", "-s", "-m", "5", "http://" + address + ":" + port + "/"))
                .stdout()
                .contains("VMAN-GUEST");
    }

    private CommandResult run(List<String> command) {
        List<String> line = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace));
        line.addAll(command);
        return commands.run(CommandRequest.of(DEADLINE, line));
    }

    /** Names of links inside, but for the loopback. */
    List<String> links() {
        return inside("ip", "-br", "link")
                .lines()
                .map(line -> line.split("[ @]", 2)[0])
                .filter(name -> !name.equals("lo"))
                .toList();
    }

    /** The processes of DHCP servers of this storage. */
    List<ProcessHandle> dhcpServers() {
        Path networks = daemon.storage().resolve("networks");
        return ProcessHandle.allProcesses()
                .filter(process -> isDhcpServer(process, networks))
                .toList();
    }

    private static boolean isDhcpServer(ProcessHandle process, Path networks) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("--conf-file=" + networks))
                .isPresent();
    }

    @Override
    public void close() throws IOException {
        try {
            daemon.kill();
            dhcpServers().forEach(ProcessHandle::destroyForcibly);
            daemon.close();
        } finally {
            CommandResult _ =
                    commands.run(CommandRequest.of(DEADLINE, "ip", "netns", "del", namespace));
        }
    }
}
