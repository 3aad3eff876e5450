package dev.vman.network;

import static dev.vman.network.NftJson.accept;
import static dev.vman.network.NftJson.concat;
import static dev.vman.network.NftJson.drop;
import static dev.vman.network.NftJson.field;
import static dev.vman.network.NftJson.goBack;
import static dev.vman.network.NftJson.is;
import static dev.vman.network.NftJson.isNot;
import static dev.vman.network.NftJson.jump;
import static dev.vman.network.NftJson.masked;
import static dev.vman.network.NftJson.meta;
import static dev.vman.network.NftJson.oneOf;
import static dev.vman.network.NftJson.transportBits;

import com.fasterxml.jackson.databind.node.LongNode;
import dev.vman.inventory.MacAddress;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a guest may send: its own Ethernet and IPv4 address, as itself and in ARP and DHCP, and
 * nothing but IPv4 and ARP without VLAN tags. Broadcasts are for ARP and DHCP requests; a guest
 * serves no DHCP. On somebody else's bridge addresses are that one's affair: the Ethernet address,
 * and no tags.
 */
final class GuestFilter {
    static final String FAMILY = "bridge";

    private static final String TAPS = "taps";
    private static final String MACS = "macs";
    private static final String ADDRESSES = "addresses";

    private static final String ARP = "guest-arp";
    private static final String IPV4 = "guest-ipv4";
    private static final String DHCP = "guest-dhcp";

    /** Before the bridge does anything with the frame, connection tracking included. */
    private static final NftChain.Hook ARRIVAL = new NftChain.Hook("filter", "prerouting", -300);

    /** Where the client's hardware address lies behind the UDP header: RFC 2131, section 2. */
    private static final int CHADDR_OFFSET = (8 + 28) * 8;

    private static final int MAC_BITS = 48;
    private static final int ETHERNET = 1;
    private static final int MAC_BYTES = 6;
    private static final int IPV4_BYTES = 4;
    private static final int SERVER = 67;
    private static final int CLIENT = 68;
    private static final int HEX = 16;

    private final DesiredNetwork network;

    private GuestFilter(DesiredNetwork network) {
        this.network = network;
    }

    static NftTable of(DesiredNetwork network) {
        GuestFilter filter = new GuestFilter(network);
        String name = new NetworkNames(network.id()).table();
        return network.foreign()
                ? new NftTable(FAMILY, name, filter.linkSets(), List.of(filter.foreignArrival()))
                : new NftTable(FAMILY, name, filter.allSets(), filter.allChains());
    }

    private List<NftSet> linkSets() {
        return List.of(
                new NftSet(TAPS, List.of("ifname"), elements(port -> List.of(port.tap()))),
                new NftSet(
                        MACS,
                        List.of("ifname", "ether_addr"),
                        elements(port -> List.of(port.tap(), port.mac().value()))));
    }

    private List<NftSet> allSets() {
        NftSet addresses =
                new NftSet(
                        ADDRESSES,
                        List.of("ifname", "ipv4_addr"),
                        elements(port -> List.of(port.tap(), port.ip().toString())));
        return Stream.concat(linkSets().stream(), Stream.of(addresses)).toList();
    }

    private List<List<String>> elements(Function<Port, List<String>> element) {
        return network.ports().stream().map(element).toList();
    }

    private List<NftChain> allChains() {
        return List.of(arrival(), arp(), ipv4(), dhcp());
    }

    private NftChain foreignArrival() {
        return NftChain.hooked(
                ARRIVAL,
                "guest",
                List.of(
                        NftRule.of(isNot(meta("iifname"), "@" + TAPS), goBack()),
                        NftRule.of(is(field("ether", "type"), oneOf("8021q", "8021ad")), drop()),
                        foreignMac()));
    }

    private NftChain arrival() {
        return NftChain.hooked(
                ARRIVAL,
                "guest",
                List.of(
                        NftRule.of(isNot(meta("iifname"), "@" + TAPS), goBack()),
                        foreignMac(),
                        NftRule.of(is(field("ether", "type"), "arp"), jump(ARP)),
                        NftRule.of(is(field("ether", "type"), "ip"), jump(IPV4)),
                        NftRule.of(drop())));
    }

    private static NftRule foreignMac() {
        return NftRule.of(
                isNot(concat(meta("iifname"), field("ether", "saddr")), "@" + MACS), drop());
    }

    private static NftChain arp() {
        return NftChain.called(
                ARP,
                NftRule.of(isNot(field("arp", "htype"), ETHERNET), drop()),
                NftRule.of(isNot(field("arp", "ptype"), "ip"), drop()),
                NftRule.of(isNot(field("arp", "hlen"), MAC_BYTES), drop()),
                NftRule.of(isNot(field("arp", "plen"), IPV4_BYTES), drop()),
                NftRule.of(isNot(field("arp", "operation"), oneOf("request", "reply")), drop()),
                NftRule.of(
                        isNot(concat(meta("iifname"), field("arp", "saddr ether")), "@" + MACS),
                        drop()),
                // a probe for an address that nobody has yet: RFC 5227
                NftRule.of(
                        is(field("arp", "saddr ip"), "0.0.0.0"),
                        is(field("arp", "operation"), "request"),
                        accept()),
                NftRule.of(
                        is(concat(meta("iifname"), field("arp", "saddr ip")), "@" + ADDRESSES),
                        accept()),
                NftRule.of(drop()));
    }

    private static NftChain ipv4() {
        return NftChain.called(
                IPV4,
                NftRule.of(
                        is(field("ip", "saddr"), "0.0.0.0"),
                        is(field("ip", "daddr"), "255.255.255.255"),
                        is(field("udp", "sport"), CLIENT),
                        is(field("udp", "dport"), SERVER),
                        jump(DHCP)),
                NftRule.of(
                        isNot(concat(meta("iifname"), field("ip", "saddr")), "@" + ADDRESSES),
                        drop()),
                NftRule.of(is(field("udp", "dport"), SERVER), jump(DHCP)),
                NftRule.of(is(field("udp", "dport"), SERVER), drop()),
                NftRule.of(is(field("udp", "sport"), SERVER), drop()),
                NftRule.of(
                        isNot(
                                masked(field("ether", "daddr"), "01:00:00:00:00:00"),
                                "00:00:00:00:00:00"),
                        drop()),
                NftRule.of(accept()));
    }

    /**
     * The server goes by the hardware address inside: nobody may release another's lease. In any
     * order, so that a port can be added to it.
     */
    private NftChain dhcp() {
        List<NftRule> rules =
                network.ports().stream()
                        .map(port ->
                                NftRule.of(
                                        is(meta("iifname"), port.tap()),
                                        is(field("udp", "sport"), CLIENT),
                                        is(
                                                transportBits(CHADDR_OFFSET, MAC_BITS),
                                                LongNode.valueOf(number(port.mac()))),
                                        accept()))
                        .toList();
        return NftChain.called(DHCP, rules.toArray(NftRule[]::new));
    }

    /** Whether such a part of the table comes with a port, and can be added by itself. */
    static boolean comesWithAPort(String line) {
        return line.startsWith("element ") || line.startsWith("rule " + DHCP + " ");
    }

    private static long number(MacAddress mac) {
        return Long.parseLong(mac.value().replace(":", ""), HEX);
    }
}
