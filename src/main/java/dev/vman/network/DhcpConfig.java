package dev.vman.network;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.NetworkMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What dnsmasq is told: the addresses that ports have, and no others; names that VMs have, and none
 * that guests give themselves.
 *
 * @param files where its files lie
 * @param place the bridge that it serves, by namespace and index: one that was made anew needs a
 *     new server
 */
record DhcpConfig(DesiredNetwork network, DhcpPaths files, String place) {
    static final String DOMAIN = "vman.internal";
    private static final String LEASE_TIME = "1h";

    /** {@code dnsmasq.conf}, see dnsmasq(8). */
    String conf() {
        List<String> lines = new ArrayList<>();
        lines.add("# Made by VMAN, and made anew on every change. Bridge " + place + ".");
        lines.addAll(List.of("keep-in-foreground", "log-facility=-", "pid-file="));
        lines.addAll(
                List.of("interface=" + network.bridge(), "except-interface=lo", "bind-dynamic"));
        lines.addAll(naming());
        lines.addAll(addresses());
        lines.addAll(options());
        return String.join("\n", lines) + "\n";
    }

    private List<String> naming() {
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "no-hosts",
                                "addn-hosts=" + quoted(files.names().toString()),
                                "domain=" + DOMAIN,
                                "local=/" + DOMAIN + "/",
                                "domain-needed",
                                "bogus-priv"));
        // an isolated network's guests could talk to the outside by asking for names
        if (network.mode() == NetworkMode.ISOLATED || !network.dns().isEmpty()) {
            lines.addAll(List.of("no-resolv", "no-poll"));
        }
        if (network.mode() == NetworkMode.BRIDGE) {
            network.dns().stream()
                    .filter(server -> !server.equals(network.gateway()))
                    .forEach(server -> lines.add("server=" + server));
        }
        return lines;
    }

    private List<String> addresses() {
        return List.of(
                "dhcp-range="
                        + network.subnet().base()
                        + ",static,"
                        + netmask(network.subnet().prefix())
                        + ","
                        + LEASE_TIME,
                "dhcp-hostsfile=" + quoted(files.hosts().toString()),
                "dhcp-leasefile=" + quoted(files.leases().toString()),
                "dhcp-authoritative",
                "dhcp-ignore-names",
                "dhcp-ignore-clid",
                "no-ping",
                "quiet-dhcp");
    }

    private List<String> options() {
        String route =
                network.mode() == NetworkMode.ISOLATED
                        // no way out, but to the metadata service
                        ? "dhcp-option=option:classless-static-route,"
                                + RoutingFilter.METADATA
                                + "/32,"
                                + network.gateway()
                        : "dhcp-option=option:router," + network.gateway();
        List<String> lines = new ArrayList<>();
        if (network.mode() == NetworkMode.ISOLATED) {
            lines.add("dhcp-option=option:router");
        }
        lines.add(route);
        lines.add("dhcp-option=option:dns-server," + nameServers());
        return lines;
    }

    private String nameServers() {
        List<Ipv4Address> servers =
                network.dns().isEmpty() || network.mode() == NetworkMode.ISOLATED
                        ? List.of(network.gateway())
                        : network.dns();
        return servers.stream().map(Ipv4Address::toString).collect(Collectors.joining(","));
    }

    /** The file of {@code dhcp-hostsfile}. */
    String hosts() {
        return network.ports().stream()
                .map(port -> port.mac() + "," + port.ip() + "," + port.hostname() + "\n")
                .sorted()
                .collect(Collectors.joining());
    }

    /** The file of {@code addn-hosts}. */
    String names() {
        return network.ports().stream()
                .map(port ->
                        port.ip()
                                + " "
                                + port.hostname()
                                + "."
                                + DOMAIN
                                + " "
                                + port.hostname()
                                + "\n")
                .sorted()
                .collect(Collectors.joining());
    }

    private static Ipv4Address netmask(int prefix) {
        return new Ipv4Address((0xFFFF_FFFFL << (32 - prefix)) & 0xFFFF_FFFFL);
    }

    private static String quoted(String path) {
        return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
