package dev.vman.network;

import static dev.vman.network.NftJson.accept;
import static dev.vman.network.NftJson.ct;
import static dev.vman.network.NftJson.destinationType;
import static dev.vman.network.NftJson.dnat;
import static dev.vman.network.NftJson.drop;
import static dev.vman.network.NftJson.field;
import static dev.vman.network.NftJson.goBack;
import static dev.vman.network.NftJson.has;
import static dev.vman.network.NftJson.is;
import static dev.vman.network.NftJson.isNot;
import static dev.vman.network.NftJson.masquerade;
import static dev.vman.network.NftJson.meta;
import static dev.vman.network.NftJson.oneOf;
import static dev.vman.network.NftJson.prefix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.inventory.NetworkMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What passes between a network and everything else: its guests reach the outside (masqueraded) and
 * DHCP, DNS, the metadata service and ping on this host; they are reached through forwards. Never
 * another network of ours. An isolated network has no way out or in.
 */
final class RoutingFilter {
    static final String FAMILY = "inet";
    static final String METADATA = "169.254.169.254";

    private static final int FILTER = 0;
    private static final int DESTINATION = -100;
    private static final int SOURCE = 100;

    private final DesiredNetwork network;

    private RoutingFilter(DesiredNetwork network) {
        this.network = network;
    }

    static NftTable of(DesiredNetwork network) {
        RoutingFilter filter = new RoutingFilter(network);
        List<NftChain> chains = new ArrayList<>(List.of(filter.forward(), filter.input()));
        if (network.mode() == NetworkMode.BRIDGE) {
            chains.addAll(filter.translation());
        }
        return new NftTable(FAMILY, new NetworkNames(network.id()).table(), List.of(), chains);
    }

    private NftChain forward() {
        List<NftRule> rules = new ArrayList<>();
        // routed through the stack where the kernel shows bridged packets to it
        rules.add(NftRule.of(fromUs(), toUs(), accept()));
        if (network.mode() == NetworkMode.BRIDGE) {
            rules.addAll(passing());
        }
        rules.add(NftRule.of(fromUs(), drop()));
        rules.add(NftRule.of(toUs(), drop()));
        return NftChain.hooked(new NftChain.Hook("filter", "forward", FILTER), "forward", rules);
    }

    private List<NftRule> passing() {
        List<NftRule> rules = new ArrayList<>();
        rules.add(NftRule.of(fromUs(), is(meta("oifgroup"), NetworkNames.BRIDGE_GROUP), drop()));
        rules.add(NftRule.of(toUs(), is(meta("iifgroup"), NetworkNames.BRIDGE_GROUP), drop()));
        rules.add(NftRule.of(toUs(), has(ct("state"), "established", "related"), accept()));
        for (Forward forward : network.forwards()) {
            rules.add(
                    NftRule.of(
                            toUs(),
                            is(field("ip", "daddr"), forward.guest().toString()),
                            is(field(protocol(forward), "dport"), forward.guestPort()),
                            has(ct("status"), "dnat"),
                            accept()));
        }
        rules.add(NftRule.of(fromUs(), is(field("ip", "saddr"), subnet()), accept()));
        return rules;
    }

    private NftChain input() {
        String gateway = network.gateway().toString();
        return NftChain.hooked(
                new NftChain.Hook("filter", "input", FILTER),
                "input",
                List.of(
                        NftRule.of(isNot(meta("iifname"), network.bridge()), goBack()),
                        NftRule.of(has(ct("state"), "established", "related"), accept()),
                        NftRule.of(
                                is(field("udp", "sport"), 68),
                                is(field("udp", "dport"), 67),
                                accept()),
                        NftRule.of(
                                is(field("ip", "daddr"), gateway),
                                is(meta("l4proto"), oneOf("tcp", "udp")),
                                is(field("th", "dport"), 53),
                                accept()),
                        NftRule.of(
                                is(field("ip", "daddr"), METADATA),
                                is(field("tcp", "dport"), 80),
                                accept()),
                        NftRule.of(
                                is(field("ip", "daddr"), gateway),
                                is(field("icmp", "type"), "echo-request"),
                                accept()),
                        NftRule.of(drop())));
    }

    private List<NftChain> translation() {
        NftRule masquerade =
                NftRule.of(
                        is(field("ip", "saddr"), subnet()),
                        isNot(meta("oifname"), network.bridge()),
                        masquerade());
        return List.of(
                NftChain.hooked(
                        new NftChain.Hook("nat", "prerouting", DESTINATION),
                        "arriving",
                        network.forwards().stream().map(RoutingFilter::fromOutside).toList()),
                NftChain.hooked(
                        new NftChain.Hook("nat", "output", DESTINATION),
                        "leaving-host",
                        network.forwards().stream().map(RoutingFilter::fromHost).toList()),
                NftChain.hooked(
                        new NftChain.Hook("nat", "postrouting", SOURCE),
                        "leaving",
                        List.of(masquerade)));
    }

    private static NftRule fromOutside(Forward forward) {
        return NftRule.of(
                isNot(meta("iifgroup"), NetworkNames.BRIDGE_GROUP),
                is(destinationType(), "local"),
                is(field(protocol(forward), "dport"), forward.hostPort()),
                dnat(forward.guest().toString(), forward.guestPort()));
    }

    /** What comes from a loopback address could not be answered. */
    private static NftRule fromHost(Forward forward) {
        return NftRule.of(
                is(destinationType(), "local"),
                isNot(field("ip", "daddr"), prefix("127.0.0.0", 8)),
                is(field(protocol(forward), "dport"), forward.hostPort()),
                dnat(forward.guest().toString(), forward.guestPort()));
    }

    private static String protocol(Forward forward) {
        return forward.protocol().name().toLowerCase(Locale.ROOT);
    }

    private JsonNode subnet() {
        return prefix(network.subnet().base().toString(), network.subnet().prefix());
    }

    private ObjectNode fromUs() {
        return is(meta("iifname"), network.bridge());
    }

    private ObjectNode toUs() {
        return is(meta("oifname"), network.bridge());
    }
}
