package dev.vman.network;

import static dev.vman.network.Frame.BROADCAST;
import static dev.vman.network.Frame.IPV4;
import static dev.vman.network.Frame.dhcp;
import static dev.vman.network.Frame.ethernet;
import static dev.vman.network.Frame.join;
import static dev.vman.network.Frame.option;
import static dev.vman.network.Frame.udp;
import static dev.vman.network.SampleNetworks.DB;
import static dev.vman.network.SampleNetworks.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client of our own at a tap, and the real dnsmasq. */
@Tag("integration")
@Timeout(60)
class DhcpIT {
    private static final String GATEWAY = "10.77.0.1";
    private static final int REQUEST = 3;
    private static final int ACK = 5;
    private static final int NAK = 6;

    /** Of an Ethernet frame with an IP header without options, a UDP header, and BOOTP's fields. */
    private static final int BOOTP = 14 + 20 + 8;

    private static final int YOUR_ADDRESS = BOOTP + 16;
    private static final int KIND = BOOTP + 236 + 4 + 2;

    private NetworkBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new NetworkBench();
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    @Test
    void givesEachGuestItsAddressAndTheHostKnows() throws Exception {
        DesiredNetwork network = SampleNetworks.bridge(WEB, DB);
        bench.manager.apply(network);

        assertThat(ask(WEB)).isEqualTo(WEB.ip());
        assertThat(ask(DB)).isEqualTo(DB.ip());

        assertThat(bench.manager.addresses(network))
                .contains(
                        new SeenAddress(WEB.mac(), WEB.ip(), SeenAddress.How.LEASED),
                        new SeenAddress(DB.mac(), DB.ip(), SeenAddress.How.LEASED));
        assertThat(bench.manager.plan(network)).as("a lease that is right is no change").isEmpty();
    }

    @Test
    void knowsANewGuestBeforeItsTapIsUp() throws Exception {
        bench.manager.apply(SampleNetworks.bridge(WEB));

        bench.manager.apply(SampleNetworks.bridge(WEB, DB));

        assertThat(ask(DB)).isEqualTo(DB.ip());
    }

    /** The files are as they should be, so that nothing else than its youth makes it tell. */
    @Test
    void hearsFromTheNextDaemonWhatTheOneBeforeDiedBeforeTelling() throws Exception {
        DesiredNetwork wanted = SampleNetworks.bridge(WEB, DB);
        NetworkFolder folder = bench.folders.of(SampleNetworks.ID);
        bench.manager.apply(SampleNetworks.bridge(WEB));
        folder.writeHosts(new DhcpConfig(wanted, folder.dhcp(), ""));

        try (LinuxNetworks next = bench.nextManager()) {
            assertThat(next.apply(wanted))
                    .extracting(NetworkChange::subject)
                    .contains("tap")
                    .doesNotContain("dhcp");
        }

        assertThat(ask(DB)).isEqualTo(DB.ip());
    }

    /** A guest that was killed has not given its address back. */
    @Test
    void givesAnAddressThatWasReleasedToAnotherAtOnce() throws Exception {
        Port heir = heirOf(WEB);
        bench.manager.apply(SampleNetworks.bridge(WEB, DB));
        assertThat(ask(WEB)).isEqualTo(WEB.ip());

        List<NetworkChange> changes = bench.manager.apply(SampleNetworks.bridge(DB));
        assertThat(changes).extracting(NetworkChange::subject).contains("lease", "tap");
        assertThat(bench.manager.addresses(SampleNetworks.bridge(DB)))
                .doesNotContain(new SeenAddress(WEB.mac(), WEB.ip(), SeenAddress.How.LEASED));
        bench.manager.apply(SampleNetworks.bridge(DB, heir));

        assertThat(ask(heir)).isEqualTo(WEB.ip());
        assertThat(ask(DB)).isEqualTo(DB.ip());
        assertThat(bench.manager.plan(SampleNetworks.bridge(DB, heir))).isEmpty();
    }

    @Test
    void givesItAlsoWhenOneApplyDoesBoth() throws Exception {
        Port heir = heirOf(WEB);
        bench.manager.apply(SampleNetworks.bridge(WEB));
        assertThat(ask(WEB)).isEqualTo(WEB.ip());

        bench.manager.apply(SampleNetworks.bridge(heir));

        assertThat(ask(heir)).isEqualTo(WEB.ip());
    }

    /** What the two before would be without our dropping the lease. */
    @Test
    void knowsATrapWhereAServerKeepsTheLeaseOfTheDead() throws Exception {
        Port heir = heirOf(WEB);
        bench.manager.apply(SampleNetworks.bridge(WEB));
        assertThat(ask(WEB)).isEqualTo(WEB.ip());
        NetworkFolder folder = bench.folders.of(SampleNetworks.ID);
        bench.manager.apply(SampleNetworks.bridge(WEB, otherAddress(heir)));
        Files.writeString(folder.dhcp().hosts(), heir.mac() + "," + heir.ip() + ",heir\n");
        bench.servers.reload(bench.servers.running(folder).getFirst());

        NetworkBench.eventually(
                "the server's refusal",
                () -> {
                    try {
                        Answer answer = request(otherAddress(heir), WEB.ip());
                        return answer.kind() == NAK;
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private static Port heirOf(Port port) {
        return new Port(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "heir",
                MacAddress.parse("52:54:00:00:00:99"),
                port.ip(),
                OptionalInt.empty());
    }

    private static Port otherAddress(Port port) {
        return new Port(
                port.nic(),
                port.vm(),
                port.hostname(),
                port.mac(),
                Ipv4Address.parse("10.77.0.99"),
                port.uid());
    }

    /** Asks for the address that it should have; a server says no when it would give another. */
    private Ipv4Address ask(Port port) throws Exception {
        Answer answer = request(port, port.ip());
        assertThat(answer.kind()).as("DHCP's answer").isEqualTo(ACK);
        return answer.address();
    }

    private record Answer(int kind, Ipv4Address address) {}

    private Answer request(Port port, Ipv4Address wanted) throws Exception {
        byte[] message =
                dhcp(
                        REQUEST,
                        port.mac(),
                        "0.0.0.0",
                        join(option(50, wanted.toString()), option(54, GATEWAY)));
        try (TestTap tap = bench.open(port)) {
            tap.send(
                    ethernet(
                            BROADCAST,
                            port.mac(),
                            IPV4,
                            udp("0.0.0.0", "255.255.255.255", 68, 67, message)));
            byte[] frame = tap.readUntil(arrived -> isAnswerTo(port, arrived)).getLast();
            return new Answer(
                    frame[KIND],
                    new Ipv4Address(ByteBuffer.wrap(frame).getInt(YOUR_ADDRESS) & 0xFFFF_FFFFL));
        }
    }

    private static boolean isAnswerTo(Port port, byte[] frame) {
        return frame.length > KIND
                && frame[BOOTP] == 2
                && Arrays.equals(
                        Arrays.copyOfRange(frame, BOOTP + 28, BOOTP + 34),
                        Frame.mac(port.mac().value()));
    }
}
