package dev.vman.network;

import static dev.vman.network.SampleNetworks.DB;
import static dev.vman.network.SampleNetworks.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import dev.vman.host.NetworkNamespace;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.NetworkMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What passes and what does not. Guests are namespaces at a veth on the bridge, the outside is one
 * more; all of them go with the test.
 */
@Tag("integration")
@Timeout(60)
class RoutingIT {
    private static final UUID OTHER_ID = UUID.fromString("0198c0de-0000-7000-8000-00aa11bb22dd");
    private static final Port STRANGER =
            new Port(
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    "stranger",
                    MacAddress.parse("52:54:00:00:00:07"),
                    Ipv4Address.parse("10.78.0.17"),
                    OptionalInt.empty());
    private static final String UPLINK = "192.0.2.1";
    private static final String OUTSIDE = "192.0.2.2";

    private final List<NetworkNamespace> made = new ArrayList<>();
    private NetworkBench bench;
    private NetworkNamespace outside;

    @BeforeEach
    void open() throws IOException {
        bench = new NetworkBench();
        assertThat(bench.namespace.make().succeeded()).isTrue();
        Assumptions.assumeTrue(
                bench.tryRun("busybox", "true").succeeded(), "Skipped: busybox is not installed");
        outside = connect("out", "uplink", OUTSIDE + "/24");
        bench.run("ip", "addr", "add", UPLINK + "/24", "dev", "uplink");
    }

    @AfterEach
    void close() throws IOException {
        made.forEach(NetworkNamespace::remove);
        bench.close();
    }

    @Test
    void letsGuestsOutAndNobodyIn() {
        bench.manager.apply(SampleNetworks.bridge(WEB));
        NetworkNamespace guest = guest("g", "vmbr0", WEB, "10.77.0.1");
        run(outside, "ip", "route", "add", "10.77.0.0/24", "via", UPLINK);

        assertThat(reachesSoon(guest, OUTSIDE)).as("the outside").isTrue();
        assertThat(reachesSoon(guest, "10.77.0.1")).as("the gateway").isTrue();
        assertThat(reaches(guest, UPLINK)).as("another address of this host").isFalse();
        assertThat(reaches(outside, WEB.ip().toString())).as("from outside").isFalse();
        assertThat(reachesSoon(bench.namespace, WEB.ip().toString())).as("from here").isTrue();
    }

    @Test
    void masqueradesWhatLeaves() {
        bench.manager.apply(SampleNetworks.bridge(WEB));
        NetworkNamespace guest = guest("g", "vmbr0", WEB, "10.77.0.1");

        assertThat(reachesSoon(guest, OUTSIDE)).isTrue();

        assertThat(run(outside, "ip", "neigh"))
                .as("who asked")
                .contains(UPLINK)
                .doesNotContain("10.77.0");
    }

    @Test
    void letsNobodyOutOfAnIsolatedNetwork() {
        // forwarding is on for another network
        bench.manager.apply(other());
        bench.manager.apply(SampleNetworks.isolated(WEB, DB));
        NetworkNamespace one = guest("g", "vmbr0", WEB, "10.77.0.1");
        NetworkNamespace two = guest("h", "vmbr0", DB, "10.77.0.1");
        run(outside, "ip", "route", "add", "10.77.0.0/24", "via", UPLINK);

        assertThat(reaches(one, OUTSIDE)).isFalse();
        assertThat(reaches(outside, WEB.ip().toString())).isFalse();
        assertThat(reachesSoon(one, "10.77.0.1")).as("the gateway").isTrue();
        assertThat(reachesSoon(one, DB.ip().toString())).as("a neighbour").isTrue();
        assertThat(reachesSoon(two, WEB.ip().toString())).as("a neighbour").isTrue();
    }

    @Test
    void keepsNetworksApart() {
        bench.manager.apply(SampleNetworks.bridge(WEB));
        bench.manager.apply(other());
        NetworkNamespace one = guest("g", "vmbr0", WEB, "10.77.0.1");
        NetworkNamespace two = guest("h", "vmbr1", STRANGER, "10.78.0.1");

        assertThat(reaches(one, STRANGER.ip().toString())).isFalse();
        assertThat(reaches(two, WEB.ip().toString())).isFalse();
        assertThat(reaches(one, "10.78.0.1")).as("the other's gateway").isFalse();
        assertThat(reachesSoon(one, OUTSIDE)).isTrue();
        assertThat(reachesSoon(two, OUTSIDE)).isTrue();
    }

    @Test
    void forwardsPortsToGuestsFromOutsideAndFromHere() throws IOException {
        List<Forward> forwards = List.of(new Forward(Forward.Protocol.TCP, 8080, WEB.ip(), 53));
        DesiredNetwork network =
                SampleNetworks.network(
                        SampleNetworks.ID,
                        NetworkMode.BRIDGE,
                        "vmbr0",
                        "10.77.0.0/24",
                        forwards,
                        WEB);
        bench.manager.apply(network);
        NetworkNamespace guest = guest("g", "vmbr0", WEB, "10.77.0.1");
        Process server = serve(guest);
        try {
            NetworkBench.eventually("a server", () -> connects(guest, "127.0.0.1", 53));

            NetworkBench.eventually("a way from outside", () -> connects(outside, UPLINK, 8080));
            NetworkBench.eventually(
                    "a way from here", () -> connects(bench.namespace, UPLINK, 8080));
            run(outside, "ip", "route", "add", "10.77.0.0/24", "via", UPLINK);
            assertThat(connects(outside, WEB.ip().toString(), 53)).as("past it").isFalse();
        } finally {
            server.destroyForcibly();
        }
    }

    private static DesiredNetwork other() {
        return SampleNetworks.network(
                OTHER_ID, NetworkMode.BRIDGE, "vmbr1", "10.78.0.0/24", List.of(), STRANGER);
    }

    /** A namespace at the end of a cable, whose other end is a link of the bench's namespace. */
    private NetworkNamespace connect(String suffix, String link, String address) {
        String name = bench.name + suffix;
        NetworkNamespace there = new NetworkNamespace(Commands.ofThisHost(), Optional.of(name));
        made.add(there);
        assertThat(there.make().succeeded()).isTrue();
        bench.run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name);
        bench.run("ip", "link", "set", link, "up");
        run(there, "ip", "link", "set", "lo", "up");
        run(there, "ip", "addr", "add", address, "dev", "eth0");
        run(there, "ip", "link", "set", "eth0", "up");
        return there;
    }

    private NetworkNamespace guest(String suffix, String bridge, Port port, String gateway) {
        String prefix = "/" + SampleNetworks.bridge().subnet().prefix();
        NetworkNamespace guest = connect(suffix, "veth" + suffix, port.ip() + prefix);
        bench.run("ip", "link", "set", "veth" + suffix, "master", bridge);
        run(guest, "ip", "route", "add", "default", "via", gateway);
        NetworkBench.eventually(
                "a port that forwards",
                () ->
                        bench.run("bridge", "link", "show", "dev", "veth" + suffix)
                                .contains("forwarding"));
        return guest;
    }

    private static String run(NetworkNamespace where, String... command) {
        CommandResult result = where.inside(List.of(command), "");
        assertThat(result.succeeded()).as("%s: %s", List.of(command), result.stderr()).isTrue();
        return result.stdout();
    }

    /** A busy host may lose the first packet, while a neighbour is asked for. */
    private static boolean reachesSoon(NetworkNamespace from, String address) {
        return IntStream.range(0, 5).anyMatch(attempt -> reaches(from, address));
    }

    private static boolean reaches(NetworkNamespace from, String address) {
        List<String> ping = List.of("busybox", "ping", "-c", "1", "-W", "1", address);
        return from.inside(ping, "").succeeded();
    }

    private static boolean connects(NetworkNamespace from, String address, int port) {
        String open = "exec 3<>/dev/tcp/" + address + "/" + port;
        return from.inside(List.of("timeout", "1", "bash", "-c", open), "").succeeded();
    }

    /** Something that listens on TCP port 53 and is installed here anyway. */
    private static Process serve(NetworkNamespace guest) throws IOException {
        return new ProcessBuilder(
                        "nsenter",
                        "--net=/run/netns/" + guest.name().orElseThrow(),
                        "dnsmasq",
                        "--conf-file=/dev/null",
                        "--keep-in-foreground",
                        "--no-resolv",
                        "--pid-file=")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
