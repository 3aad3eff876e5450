package dev.vman.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import dev.vman.host.ExitWatcher;
import dev.vman.host.FileTrees;
import dev.vman.host.NetworkNamespace;
import dev.vman.host.ProcessLauncher;
import dev.vman.host.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/** The real network manager in a namespace of its own, which goes with it. */
final class NetworkBench implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Commands COMMANDS = Commands.ofThisHost();

    final String name =
            "vman-it-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    final Path storage;
    final NetworkNamespace namespace = new NetworkNamespace(COMMANDS, Optional.of(name));
    final NetworkFolders folders;
    final NetworkAbility ability;
    final DhcpServers servers;
    final LinuxNetworks manager;
    private final ExitWatcher exits = ExitWatcher.open();

    NetworkBench() throws IOException {
        storage = Files.createTempDirectory("vman-it-net-");
        Files.setPosixFilePermissions(storage, PosixFilePermissions.fromString("rwx--x--x"));
        folders = new NetworkFolders(storage.resolve("networks"));
        boolean root = FileTrees.ownerOf(Path.of("/proc/self")) == 0;
        AbilityProbe.Findings found = new AbilityProbe(COMMANDS, folders.root()).probe(root);
        if (found.trouble().isPresent()) {
            FileTrees.deleteTree(storage);
            exits.close();
            Assumptions.abort("Skipped: no bridges here: " + found.trouble().get());
        }
        ability = new NetworkAbility(true, "", found.vlans(), Optional.of(name));
        servers = servers(found.dnsmasqUid());
        manager = new LinuxNetworks(ability, namespace, folders, servers);
    }

    private DhcpServers servers(int uid) {
        return new DhcpServers(
                ProcessTable.ofThisHost(),
                ProcessLauncher.ofThisHost(),
                exits,
                Optional.of(name),
                uid);
    }

    /** Of the daemon that follows: it knows nothing of what was done before it. */
    LinuxNetworks nextManager() {
        return new LinuxNetworks(ability, namespace, folders, servers(servers.uid()));
    }

    /** Runs a program in the namespace, and gives what it said; it must succeed. */
    String run(String... command) {
        CommandResult result = tryRun(command);
        assertThat(result.succeeded()).as("%s: %s", List.of(command), result.stderr()).isTrue();
        return result.stdout();
    }

    CommandResult tryRun(String... command) {
        return namespace.inside(List.of(command), "");
    }

    /** Everything of the namespace that we can see, sorted, to be compared. */
    List<String> world() {
        List<String> lines = new ArrayList<>();
        lines.addAll(run("ip", "-o", "link").replaceAll("\\d+: ", "").lines().toList());
        lines.addAll(run("ip", "-o", "-4", "addr").replaceAll("\\d+: ", "").lines().toList());
        lines.addAll(run("ip", "route").lines().toList());
        lines.addAll(run("nft", "list", "ruleset").lines().toList());
        return lines.stream().sorted().toList();
    }

    /** A guest's end of a port; frames pass a moment after it was opened, which is awaited. */
    TestTap open(Port port) throws InterruptedException {
        TestTap tap = TestTap.open(name, port.tap());
        eventually(
                "a port that forwards",
                () -> run("bridge", "link", "show", "dev", port.tap()).contains("forwarding"));
        return tap;
    }

    static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail(what + ": not within " + DEADLINE);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** What is left after a test that failed goes too. */
    @Override
    public void close() throws IOException {
        List<NetworkChange> _ = manager.sweep(_ -> false);
        manager.close();
        exits.close();
        if (namespace.exists()) {
            CommandResult _ =
                    COMMANDS.run(CommandRequest.of(DEADLINE, "ip", "netns", "delete", name));
        }
        FileTrees.deleteTree(storage);
    }
}
