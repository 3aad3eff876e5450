package dev.vman.network;

import static dev.vman.network.Frame.ARP;
import static dev.vman.network.Frame.BROADCAST;
import static dev.vman.network.Frame.IPV4;
import static dev.vman.network.Frame.REPLY;
import static dev.vman.network.Frame.REQUEST;
import static dev.vman.network.Frame.arp;
import static dev.vman.network.Frame.dhcp;
import static dev.vman.network.Frame.ethernet;
import static dev.vman.network.Frame.join;
import static dev.vman.network.Frame.number;
import static dev.vman.network.Frame.text;
import static dev.vman.network.Frame.udp;
import static dev.vman.network.SampleNetworks.DB;
import static dev.vman.network.SampleNetworks.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.MacAddress;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real frames from one guest's tap, seen or not seen at another's. */
@Tag("integration")
@Timeout(60)
class GuestFilterIT {
    private static final MacAddress ME = WEB.mac();
    private static final MacAddress OTHER = DB.mac();
    private static final MacAddress STRANGER = MacAddress.parse("52:54:00:00:00:77");
    private static final String TO = DB.mac().value();
    private static final String MINE = WEB.ip().toString();
    private static final String OTHERS = DB.ip().toString();
    private static final String GATEWAY = "10.77.0.1";
    private static final String ALL = "255.255.255.255";
    private static final String NONE = "0.0.0.0";
    private static final byte[] HELLO = udp(MINE, OTHERS, 1000, 2000, text("hello, neighbour"));
    private static final byte[] NO_OPTIONS = {};
    private static final AtomicInteger FRAMES = new AtomicInteger(250);

    private static NetworkBench bench;
    private static TestTap guest;
    private static TestTap neighbour;

    /**
     * A frame that must be held back, and how it would be right: the control differs in nothing but
     * what makes the other one wrong.
     */
    static final class Kind {
        private final String name;
        private final byte[] forbidden;
        private final byte[] control;

        Kind(String name, byte[] forbidden, byte[] control) {
            this.name = name;
            this.forbidden = forbidden;
            this.control = control;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        byte[] hello = ethernet(TO, ME, IPV4, HELLO);
        byte[] discover = dhcp(1, ME, NONE, NO_OPTIONS);
        byte[] foreignDiscover = dhcp(1, OTHER, NONE, NO_OPTIONS);
        byte[] release = dhcp(7, ME, MINE, NO_OPTIONS);
        byte[] foreignRelease = dhcp(7, OTHER, OTHERS, NO_OPTIONS);
        byte[] question = arp(REQUEST, ME, MINE, OTHERS);
        return Stream.of(
                new Kind("foreign source MAC", ethernet(TO, STRANGER, IPV4, HELLO), hello),
                new Kind(
                        "foreign IPv4 source",
                        ethernet(TO, ME, IPV4, udp(OTHERS, MINE, 1000, 2000, text("x"))),
                        ethernet(TO, ME, IPV4, udp(MINE, MINE, 1000, 2000, text("x")))),
                new Kind(
                        "the gateway's IPv4 source",
                        ethernet(TO, ME, IPV4, udp(GATEWAY, OTHERS, 53, 2000, text("x"))),
                        ethernet(TO, ME, IPV4, udp(MINE, OTHERS, 53, 2000, text("x")))),
                new Kind(
                        "no IPv4 source outside of DHCP",
                        ethernet(TO, ME, IPV4, udp(NONE, OTHERS, 68, 2000, text("x"))),
                        ethernet(TO, ME, IPV4, udp(MINE, OTHERS, 68, 2000, text("x")))),
                new Kind(
                        "ARP request of a foreign IPv4 address",
                        ethernet(BROADCAST, ME, ARP, arp(REQUEST, ME, OTHERS, GATEWAY)),
                        ethernet(BROADCAST, ME, ARP, arp(REQUEST, ME, MINE, GATEWAY))),
                new Kind(
                        "ARP reply in the gateway's name",
                        ethernet(TO, ME, ARP, arp(REPLY, ME, GATEWAY, OTHERS)),
                        ethernet(TO, ME, ARP, arp(REPLY, ME, MINE, OTHERS))),
                new Kind(
                        "ARP of a foreign MAC",
                        ethernet(BROADCAST, ME, ARP, arp(REQUEST, OTHER, MINE, OTHERS)),
                        ethernet(BROADCAST, ME, ARP, question)),
                new Kind(
                        "ARP reply without an address",
                        ethernet(TO, ME, ARP, arp(REPLY, ME, NONE, OTHERS)),
                        ethernet(TO, ME, ARP, arp(REQUEST, ME, NONE, OTHERS))),
                new Kind(
                        "ARP of another kind of hardware",
                        ethernet(TO, ME, ARP, arp(6, IPV4, REQUEST, ME, MINE, OTHERS)),
                        ethernet(TO, ME, ARP, question)),
                new Kind(
                        "ARP of another protocol",
                        ethernet(TO, ME, ARP, arp(1, 0x809b, REQUEST, ME, MINE, OTHERS)),
                        ethernet(TO, ME, ARP, question)),
                new Kind(
                        "reverse ARP",
                        ethernet(TO, ME, ARP, arp(3, ME, MINE, OTHERS)),
                        ethernet(TO, ME, ARP, question)),
                new Kind(
                        "serving DHCP",
                        ethernet(TO, ME, IPV4, udp(MINE, OTHERS, 67, 68, discover)),
                        ethernet(TO, ME, IPV4, udp(MINE, OTHERS, 66, 68, discover))),
                new Kind(
                        "asking DHCP for another guest",
                        ethernet(BROADCAST, ME, IPV4, udp(NONE, ALL, 68, 67, foreignDiscover)),
                        ethernet(BROADCAST, ME, IPV4, udp(NONE, ALL, 68, 67, discover))),
                new Kind(
                        "releasing another guest's address",
                        ethernet(TO, ME, IPV4, udp(MINE, GATEWAY, 68, 67, foreignRelease)),
                        ethernet(TO, ME, IPV4, udp(MINE, GATEWAY, 68, 67, release))),
                new Kind(
                        "releasing it from another port",
                        ethernet(TO, ME, IPV4, udp(MINE, GATEWAY, 1068, 67, release)),
                        ethernet(TO, ME, IPV4, udp(MINE, GATEWAY, 68, 67, release))),
                new Kind(
                        "IPv6 router advertisement",
                        ethernet("33:33:00:00:00:01", ME, 0x86dd, routerAdvertisement()),
                        hello),
                new Kind("VLAN tag", tagged(0x8100, HELLO), hello),
                new Kind("service VLAN tag", tagged(0x88a8, HELLO), hello),
                new Kind(
                        "two VLAN tags",
                        ethernet(
                                TO,
                                ME,
                                0x8100,
                                join(
                                        number(5, 2),
                                        number(0x8100, 2),
                                        number(6, 2),
                                        number(IPV4, 2),
                                        HELLO)),
                        hello),
                new Kind("foreign ethertype", ethernet(TO, ME, 0x88b5, HELLO), hello),
                new Kind("PPPoE discovery", ethernet(BROADCAST, ME, 0x8863, HELLO), hello),
                new Kind(
                        "spanning tree",
                        ethernet(TO, ME, 38, join(number(0x424203, 3), new byte[35])),
                        hello),
                new Kind(
                        "IPv4 multicast",
                        ethernet(
                                "01:00:5e:00:00:fb",
                                ME,
                                IPV4,
                                udp(MINE, "224.0.0.251", 5353, 5353, text("x"))),
                        ethernet(TO, ME, IPV4, udp(MINE, "224.0.0.251", 5353, 5353, text("x")))),
                new Kind(
                        "IPv4 broadcast",
                        ethernet(BROADCAST, ME, IPV4, udp(MINE, ALL, 137, 137, text("x"))),
                        ethernet(TO, ME, IPV4, udp(MINE, ALL, 137, 137, text("x")))));
    }

    private static byte[] tagged(int type, byte[] packet) {
        return ethernet(TO, ME, type, join(number(5, 2), number(IPV4, 2), packet));
    }

    private static byte[] routerAdvertisement() {
        return join(
                number(0x6000_0000, 4),
                number(16, 2),
                number(58, 1),
                number(255, 1),
                number(0xfe80L << 48, 8),
                number(1, 8),
                number(0xff02L << 48, 8),
                number(1, 8),
                number(134, 1),
                new byte[15]);
    }

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        bench = new NetworkBench();
        bench.manager.apply(SampleNetworks.bridge(WEB, DB));
        guest = bench.open(WEB);
        neighbour = bench.open(DB);
    }

    @AfterAll
    static void close() throws IOException {
        for (AutoCloseable open : Stream.of(guest, neighbour).filter(it -> it != null).toList()) {
            closeQuietly(open);
        }
        if (bench != null) {
            bench.close();
        }
    }

    private static void closeQuietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void holdsBackWhatIsForbiddenAndNothingElse(Kind kind) {
        assertThat(arrives(kind.forbidden)).as("forbidden").isFalse();
        assertThat(arrives(kind.control)).as("control").isTrue();
    }

    @Test
    void wouldSeeEachOfThemWithoutTheFilter() {
        DesiredNetwork network = SampleNetworks.bridge(WEB, DB);
        bench.run("nft", "delete table bridge " + new NetworkNames(network.id()).table());
        try {
            assertThat(kinds().filter(kind -> !arrives(kind.forbidden)).map(Kind::toString))
                    .isEmpty();
        } finally {
            assertThat(bench.manager.apply(network))
                    .extracting(NetworkChange::subject)
                    .containsExactly("filter");
        }
        assertThat(kinds().filter(kind -> arrives(kind.forbidden)).map(Kind::toString)).isEmpty();
    }

    /** Frames don't overtake each other: what has not come before the next one does not come. */
    private static boolean arrives(byte[] frame) {
        String unique = "10.77." + FRAMES.get() / 250 + "." + (1 + FRAMES.getAndIncrement() % 250);
        byte[] next = ethernet(BROADCAST, ME, ARP, arp(REQUEST, ME, MINE, unique));
        guest.send(frame);
        guest.send(next);
        List<byte[]> seen = neighbour.readUntil(arrived -> Arrays.equals(arrived, next));
        return seen.stream().anyMatch(arrived -> Arrays.equals(arrived, frame));
    }
}
