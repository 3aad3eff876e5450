package dev.vman.network;

import static dev.vman.network.SampleNetworks.DB;
import static dev.vman.network.SampleNetworks.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.Failure;
import dev.vman.host.PidFd;
import dev.vman.host.ProcessSight;
import dev.vman.host.Signal;
import dev.vman.inventory.NetworkMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("integration")
@Timeout(60)
class LinuxNetworksIT {
    private static final List<Forward> FORWARDS =
            List.of(
                    new Forward(Forward.Protocol.TCP, 8080, WEB.ip(), 80),
                    new Forward(Forward.Protocol.UDP, 5353, DB.ip(), 53));

    private NetworkBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new NetworkBench();
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private static DesiredNetwork network(Port... ports) {
        return SampleNetworks.network(
                SampleNetworks.ID, NetworkMode.BRIDGE, "vmbr0", "10.77.0.0/24", FORWARDS, ports);
    }

    @Test
    void makesWhatItPlannedAndThenHasNothingToDo() {
        DesiredNetwork network = network(WEB, DB);
        List<NetworkChange> planned = bench.manager.plan(network);

        assertThat(bench.manager.apply(network)).isEqualTo(planned).isNotEmpty();

        assertThat(bench.manager.apply(network)).isEmpty();
        assertThat(bench.manager.plan(network)).isEmpty();
        assertThat(bench.run("ip", "-o", "link"))
                .contains("vmbr0", WEB.tap(), DB.tap())
                .contains("master vmbr0");
        assertThat(bench.run("ip", "-o", "-4", "addr"))
                .contains("10.77.0.1/24", "169.254.169.254/32");
        assertThat(bench.run("cat", "/proc/sys/net/ipv4/ip_forward").strip()).isEqualTo("1");
    }

    @Test
    void hasNothingToDoForAnIsolatedNetworkEither() {
        DesiredNetwork network = SampleNetworks.isolated(WEB);

        bench.manager.apply(network);

        assertThat(bench.manager.apply(network)).isEmpty();
        assertThat(bench.run("cat", "/proc/sys/net/ipv4/ip_forward").strip()).isEqualTo("0");
        assertThat(bench.run("nft", "list", "ruleset")).doesNotContain("masquerade");
    }

    @Test
    void addsAndRemovesPortsAlone() {
        bench.manager.apply(network());

        assertThat(bench.manager.apply(network(WEB)))
                .extracting(NetworkChange::subject)
                .containsExactly("filter", "dhcp", "tap");
        assertThat(bench.manager.apply(network(DB)))
                .extracting(NetworkChange::subject)
                .containsExactly("tap", "filter", "dhcp", "tap");
        assertThat(bench.run("ip", "-o", "link")).contains(DB.tap()).doesNotContain(WEB.tap());
        assertThat(bench.manager.apply(network(DB))).isEmpty();
    }

    @Test
    void leavesTheNamespaceAsItWas() {
        assertThat(bench.namespace.make().succeeded()).isTrue();
        bench.run("ip", "link", "set", "lo", "up");
        bench.run("nft", "add table inet somebody");
        bench.run("nft", "add chain inet somebody here { type filter hook input priority 0; }");
        List<String> before = bench.world();
        DesiredNetwork network = network(WEB, DB);
        bench.manager.apply(network);

        bench.manager.remove(network);

        assertThat(bench.world()).isEqualTo(before);
        assertThat(bench.servers.running(bench.folders.of(network.id()))).isEmpty();
        assertThat(bench.folders.of(network.id()).path()).doesNotExist();
        assertThat(bench.namespace.exists()).as("somebody else made it").isTrue();
    }

    @Test
    void removesTheNamespaceThatItMadeWithTheLastNetwork() {
        DesiredNetwork one = network(WEB);
        DesiredNetwork other =
                SampleNetworks.network(
                        UUID.randomUUID(),
                        NetworkMode.ISOLATED,
                        "vmbr1",
                        "10.78.0.0/24",
                        List.of());
        bench.manager.apply(one);
        bench.manager.apply(other);

        bench.manager.remove(one);
        assertThat(bench.namespace.exists()).isTrue();
        assertThat(bench.manager.apply(other)).isEmpty();
        bench.manager.remove(other);
        bench.manager.remove(other);

        assertThat(bench.namespace.exists()).isFalse();
    }

    @Test
    void sweepsNetworksThatNobodyKnows() {
        DesiredNetwork network = network(WEB);
        bench.manager.apply(network);

        assertThat(bench.manager.sweep(network.id()::equals)).isEmpty();
        assertThat(bench.manager.sweep(_ -> false))
                .extracting(NetworkChange::subject)
                .contains("tap", "bridge", "filter", "nat", "dhcp");

        assertThat(bench.manager.sweep(_ -> false)).isEmpty();
        assertThat(bench.namespace.exists()).isFalse();
    }

    @Test
    void noticesAndRepairsWhatSomebodyBroke() throws IOException {
        DesiredNetwork network = network(WEB, DB);
        String table = new NetworkNames(network.id()).table();
        bench.manager.apply(network);

        assertRepaired(network, "bridge", () -> bench.run("ip", "link", "delete", "vmbr0"));
        assertRepaired(network, "bridge", () -> bench.run("ip", "link", "set", "vmbr0", "down"));
        assertRepaired(
                network,
                "bridge",
                () -> bench.run("ip", "addr", "delete", "10.77.0.1/24", "dev", "vmbr0"));
        assertRepaired(network, "tap", () -> bench.run("ip", "link", "delete", WEB.tap()));
        assertRepaired(network, "tap", () -> bench.run("ip", "link", "set", DB.tap(), "down"));
        assertRepaired(network, "tap", () -> bench.run("ip", "link", "set", DB.tap(), "nomaster"));
        assertRepaired(network, "filter", () -> bench.run("nft", "flush ruleset"));
        assertRepaired(network, "filter", () -> bench.run("nft", "flush table bridge " + table));
        assertRepaired(
                network, "filter", () -> bench.run("nft", "flush set bridge " + table + " macs"));
        assertRepaired(
                network,
                "filter",
                () -> bench.run("nft", "insert rule bridge " + table + " guest counter accept"));
        assertRepaired(network, "nat", () -> bench.run("nft", "delete table inet " + table));
        assertRepaired(
                network, "nat", () -> bench.run("nft", "flush chain inet " + table + " forward"));
        assertRepaired(
                network,
                "link",
                () -> bench.run("ip", "addr", "delete", "169.254.169.254/32", "dev", "lo"));
        assertRepaired(network, "kernel", () -> bench.namespace.sysctl("ipv4/ip_forward", "0"));
        NetworkFolder folder = bench.folders.of(network.id());
        assertRepaired(network, "dhcp", () -> delete(folder.dhcp().hosts()));
        assertRepaired(network, "dhcp", () -> delete(folder.dhcp().conf()));
        assertRepaired(network, "bridge", () -> bench.run("ip", "netns", "delete", bench.name));
    }

    private void assertRepaired(DesiredNetwork network, String subject, Runnable damage) {
        damage.run();
        List<NetworkChange> planned = bench.manager.plan(network);
        assertThat(planned).extracting(NetworkChange::subject).contains(subject);
        assertThat(bench.manager.apply(network)).isEqualTo(planned);
        assertThat(bench.manager.plan(network)).isEmpty();
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void bringsAKilledDhcpServerBackByItself() {
        DesiredNetwork network = network(WEB);
        bench.manager.apply(network);
        ProcessSight before = server(network);

        try (PidFd held = PidFd.open(before.identity()).found().orElseThrow()) {
            held.signal(Signal.KILL);
        }

        NetworkBench.eventually(
                "a new DHCP server",
                () ->
                        bench.servers.running(bench.folders.of(network.id())).stream()
                                .anyMatch(now -> !now.identity().equals(before.identity())));
        NetworkBench.eventually("nothing to do", () -> bench.manager.plan(network).isEmpty());
    }

    private ProcessSight server(DesiredNetwork network) {
        List<ProcessSight> running = bench.servers.running(bench.folders.of(network.id()));
        assertThat(running).hasSize(1);
        return running.getFirst();
    }

    @Test
    void runsTheDhcpServerAsAnUnprivilegedUser() {
        DesiredNetwork network = network(WEB);

        bench.manager.apply(network);

        assertThat(server(network).uid()).isNotZero().isEqualTo(bench.servers.uid());
        assertThat(server(network).arguments().getFirst()).endsWith("dnsmasq");
    }

    @Test
    void takesNoBridgeThatSomebodyElseMade() {
        assertThat(bench.namespace.make().succeeded()).isTrue();
        bench.run("ip", "link", "add", "vmbr0", "type", "bridge");
        List<String> before = bench.world();

        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(() -> bench.manager.apply(network(WEB)))
                .withMessageContaining("VMAN did not make");

        assertThat(bench.world()).isEqualTo(before);
    }

    @Test
    void usesAForeignBridgeAndLeavesItAlone() {
        DesiredNetwork network = SampleNetworks.foreign(WEB);
        assertThat(bench.namespace.make().succeeded()).isTrue();
        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(() -> bench.manager.apply(network))
                .withMessageContaining("no bridge 'br0'");
        bench.run("ip", "link", "add", "br0", "address", "02:00:00:00:00:01", "type", "bridge");
        List<String> before = bench.world();

        bench.manager.apply(network);
        assertThat(bench.manager.apply(network)).isEmpty();
        assertThat(bench.run("ip", "-o", "link")).contains(WEB.tap());
        bench.manager.remove(network);

        assertThat(bench.world()).isEqualTo(before);
    }
}
