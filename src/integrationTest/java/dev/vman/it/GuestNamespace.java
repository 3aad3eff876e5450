package dev.vman.it;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import dev.vman.network.TestNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A network namespace that a daemon makes for the bridges of its guests; gone with all in it when
 * this is closed, if not before.
 */
final class GuestNamespace implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private final Commands commands = Commands.ofThisHost();
    private final String name = "vman-d-" + UUID.randomUUID().toString().substring(0, 8);

    /** Empty where there can be none: no root, no tools. */
    static Optional<GuestNamespace> ifPossible() throws IOException {
        return TestNamespace.missing().isPresent()
                ? Optional.empty()
                : Optional.of(new GuestNamespace());
    }

    /** For the daemon that is to make it. */
    Map<String, String> settings() {
        return Map.of("VMAN_NETWORK_NAMESPACE", name);
    }

    /** What the program prints that runs inside; it must succeed. */
    String inside(String... command) {
        CommandResult result = run(List.of(command));
        if (!result.succeeded()) {
            throw new AssertionError(List.of(command) + ": " + result);
        }
        return result.stdout();
    }

    /** Whether the page of a guest comes from there; waits for it no longer than some seconds. */
    boolean reaches(String address, int port) {
        return run(List.of("curl", "-s", "-m", "5", "http://" + address + ":" + port + "/"))
                .stdout()
                .contains("VMAN-GUEST");
    }

    private CommandResult run(List<String> command) {
        List<String> line = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + name));
        line.addAll(command);
        return commands.run(CommandRequest.of(DEADLINE, line));
    }

    /** Names of links inside, but for the loopback. */
    List<String> links() {
        return inside("ip", "-br", "link")
                .lines()
                .map(line -> line.split("[ @]", 2)[0])
                .filter(link -> !link.equals("lo"))
                .toList();
    }

    /** The processes of DHCP servers of this storage. */
    static List<ProcessHandle> dhcpServers(Path storage) {
        Path networks = storage.resolve("networks");
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

    /** The daemon must be dead: it would start its servers again. */
    static void endDhcpServers(Path storage) {
        dhcpServers(storage)
                .forEach(server -> {
                    boolean _ = server.destroyForcibly();
                });
    }

    @Override
    public void close() {
        CommandResult _ = commands.run(CommandRequest.of(DEADLINE, "ip", "netns", "del", name));
    }
}
