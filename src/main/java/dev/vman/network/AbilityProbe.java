package dev.vman.network;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import dev.vman.host.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds out whether bridges work here, by making one in a namespace of its own. */
final class AbilityProbe {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final List<String> TOOLS =
            List.of("ip", "bridge", "nft", "dnsmasq", "nsenter", "setpriv", "setsid", "tee");
    private static final List<String> USERS = List.of("dnsmasq", "nobody");
    private static final String SCRATCH = "vman-probe-";
    private static final String BRIDGE = "vmanprobe0";

    private final Commands commands;
    private final Path networks;

    AbilityProbe(Commands commands, Path networks) {
        this.commands = commands;
        this.networks = networks;
    }

    /**
     * What the kernel can do.
     *
     * @param trouble why bridges don't work, in one sentence; empty: they do
     */
    record Findings(Optional<String> trouble, boolean vlans, int dnsmasqUid) {
        static Findings none(String trouble) {
            return new Findings(Optional.of(trouble), false, 0);
        }
    }

    Findings probe(boolean root) {
        if (!root) {
            return Findings.none("The daemon is not root.");
        }
        Optional<String> missing = TOOLS.stream().filter(tool -> !isThere(tool)).findFirst();
        if (missing.isPresent()) {
            return Findings.none("The program '" + missing.get() + "' is not installed.");
        }
        OptionalInt uid = serverUser();
        if (uid.isEmpty()) {
            return Findings.none("There is no user 'dnsmasq' that could run the DHCP server.");
        }
        if (!canReachFiles(uid.getAsInt())) {
            return Findings.none(
                    "The user of the DHCP server can't reach "
                            + networks
                            + ": its folders are"
                            + " closed.");
        }
        return tryBridge(uid.getAsInt());
    }

    private boolean isThere(String tool) {
        return run("sh", "-c", "command -v " + tool).succeeded();
    }

    private OptionalInt serverUser() {
        return USERS.stream()
                .map(user -> run("id", "-u", user))
                .filter(CommandResult::succeeded)
                .mapToInt(id -> Integer.parseInt(id.stdout().strip()))
                .findFirst();
    }

    private boolean canReachFiles(int uid) {
        try {
            new NetworkFolders(networks).make();
        } catch (IOException e) {
            return false;
        }
        return commands.run(CommandRequest.of(DEADLINE, "test", "-x", networks.toString()).as(uid))
                .succeeded();
    }

    private Findings tryBridge(int uid) {
        NetworkNamespace scratch =
                new NetworkNamespace(
                        commands, Optional.of(SCRATCH + ProcessHandle.current().pid()));
        CommandResult made = scratch.make();
        if (!made.succeeded()) {
            return Findings.none("No network namespace can be made: " + words(made));
        }
        try {
            return tryBridgeIn(scratch, uid);
        } finally {
            CommandResult _ = scratch.remove();
        }
    }

    private static Findings tryBridgeIn(NetworkNamespace scratch, int uid) {
        CommandResult link =
                scratch.ipBatch(
                        List.of(
                                "link add name " + BRIDGE + " type bridge",
                                "tuntap add dev " + Port.TAP_PREFIX + "probe mode tap",
                                "link set dev " + Port.TAP_PREFIX + "probe master " + BRIDGE));
        if (!link.succeeded()) {
            return Findings.none("No bridge with a tap can be made: " + words(link));
        }
        CommandResult filter = scratch.nft(new NftScript().replace(probeTable()).toString());
        if (!filter.succeeded()) {
            return Findings.none("nftables can't filter on bridges: " + words(filter));
        }
        return new Findings(Optional.empty(), tagsFrames(scratch), uid);
    }

    private static NftTable probeTable() {
        NftChain chain =
                NftChain.hooked(
                        new NftChain.Hook("filter", "prerouting", -300),
                        "guest",
                        List.of(NftRule.of(NftJson.accept())));
        return new NftTable(GuestFilter.FAMILY, "vman-probe", List.of(), List.of(chain));
    }

    /** Asking succeeds on some kernels that then don't do it: read it back. */
    private static boolean tagsFrames(NetworkNamespace scratch) {
        CommandResult asked =
                scratch.ipBatch(
                        List.of("link set dev " + BRIDGE + " type bridge vlan_filtering 1"));
        CommandResult told = scratch.ipShow(LinkListing.QUESTIONS);
        try {
            return asked.succeeded()
                    && told.succeeded()
                    && LinkListing.read(told.stdout()).links().stream()
                            .anyMatch(link -> link.vlan().isPresent());
        } catch (IOException unreadable) {
            return false;
        }
    }

    private CommandResult run(String... command) {
        return commands.run(CommandRequest.of(DEADLINE, command));
    }

    private static String words(CommandResult result) {
        return result.stderr().strip().lines().findFirst().orElse("no reason was given");
    }
}
