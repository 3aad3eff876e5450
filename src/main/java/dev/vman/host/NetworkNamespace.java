package dev.vman.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One network namespace of this host, and the programs that change what is in it: iproute2 and
 * nftables. Every answer is the program's own; every call has a deadline.
 */
public final class NetworkNamespace {

    private static final Path NAMED = Path.of("/run/netns");
    private static final Path SYSCTLS = Path.of("/proc/sys/net");
    private static final Path OWN = Path.of("/proc/self/ns/net");
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** A link takes 1 to 2 KiB in the listing, a rule half of one. */
    private static final int LISTING = 32 << 20;

    private final Commands commands;
    private final Optional<String> name;

    /**
     * @param name as in {@code ip netns}; empty: the namespace that we are in
     */
    public NetworkNamespace(Commands commands, Optional<String> name) {
        this.commands = commands;
        this.name = name;
    }

    public Optional<String> name() {
        return name;
    }

    /** Tells it from all others that are there now; empty where there is none of the name. */
    public Optional<Long> inode() {
        return inode(name);
    }

    private static Optional<Long> inode(Optional<String> name) {
        Path file = name.map(NAMED::resolve).orElse(OWN);
        try {
            // a name whose namespace was never mounted on it is an ordinary file
            boolean mounted = name.isEmpty() || device(file) != device(NAMED);
            return mounted
                    ? Optional.of((Long) Files.getAttribute(file, "unix:ino"))
                    : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /**
     * Whether the process is in it; empty: in that of ours. False where either is gone or may not
     * be looked at.
     */
    public static boolean holds(Optional<NamespaceName> namespace, long pid) {
        Optional<Long> wanted = inode(namespace.map(NamespaceName::name));
        try {
            Object its = Files.getAttribute(Path.of("/proc/" + pid + "/ns/net"), "unix:ino");
            return wanted.filter(its::equals).isPresent();
        } catch (IOException unknown) {
            return false;
        }
    }

    public boolean exists() {
        return inode().isPresent();
    }

    private static long device(Path file) throws IOException {
        return (Long) Files.getAttribute(file, "unix:dev");
    }

    /** Makes the named one; a name without a namespace is taken away before. */
    public CommandResult make() {
        if (Files.exists(NAMED.resolve(name.orElseThrow()))) {
            CommandResult _ = remove();
        }
        return run(List.of("ip", "netns", "add", name.orElseThrow()), "");
    }

    /** Takes the name away; the namespace goes with the last process in it. */
    public CommandResult remove() {
        return run(List.of("ip", "netns", "delete", name.orElseThrow()), "");
    }

    /** {@code ip}, with one command a line; it stops at the first that fails. */
    public CommandResult ipBatch(List<String> lines) {
        return ip(List.of("-batch", "-"), lines);
    }

    /** As {@link #ipBatch}, for commands that show something: a JSON document a line. */
    public CommandResult ipShow(List<String> lines) {
        return ip(List.of("-json", "-details", "-batch", "-"), lines);
    }

    private CommandResult ip(List<String> options, List<String> lines) {
        return run(iproute("ip", options), String.join("\n", lines) + "\n");
    }

    /** {@code bridge}, with one command a line. */
    public CommandResult bridgeBatch(List<String> lines) {
        return run(iproute("bridge", List.of("-batch", "-")), String.join("\n", lines) + "\n");
    }

    private List<String> iproute(String program, List<String> options) {
        List<String> line = new ArrayList<>(List.of(program));
        name.ifPresent(namespace -> line.addAll(List.of("-netns", namespace)));
        line.addAll(options);
        return line;
    }

    /** All tables, as JSON. */
    public CommandResult nftRuleset() {
        return inside(List.of("nft", "-j", "list", "ruleset"), "");
    }

    /** Carries out a JSON script: all of it or nothing. */
    public CommandResult nft(String script) {
        return inside(List.of("nft", "-j", "-f", "-"), script);
    }

    /** Writes a file of {@code /proc/sys/net}, which has its own content in each namespace. */
    public CommandResult sysctl(String path, String value) {
        return inside(List.of("tee", SYSCTLS.resolve(path).toString()), value);
    }

    /** Whether this kernel has the file: some belong to modules. */
    public static boolean hasSysctl(String path) {
        return Files.exists(SYSCTLS.resolve(path));
    }

    /** Runs a program in it that starts no others. */
    public CommandResult inside(List<String> command, String input) {
        List<String> line = new ArrayList<>(entering(name));
        line.addAll(command);
        return run(line, input);
    }

    private CommandResult run(List<String> line, String input) {
        return commands.run(
                CommandRequest.of(DEADLINE, line).reading(input).keeping(LISTING).childlessly());
    }

    /** The wrapper that goes into the namespace and replaces itself by what follows. */
    static List<String> entering(Optional<String> namespace) {
        return namespace
                .map(name -> List.of("nsenter", "--net=" + NAMED.resolve(name)))
                .orElse(List.of());
    }
}
