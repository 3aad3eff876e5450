package dev.vman.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Whether bridges, taps, filters, forwards, DHCP servers and leases are those of networks and live
 * VMs, and no others. Asks the kernel and reads dnsmasq's files, not the daemon's plan.
 */
final class BridgeOracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> LIVE = Set.of("running", "paused");
    private static final String TAP = "vt";
    private final VmanDaemon daemon;
    private final GuestNamespace namespace;

    BridgeOracle(VmanDaemon daemon, GuestNamespace namespace) {
        this.daemon = daemon;
        this.namespace = namespace;
    }

    List<String> contradictions() {
        List<JsonNode> networks =
                daemon.api()
                        .items("networks?limit=1000")
                        .filter(network -> !network.path("mode").asText().equals("user"))
                        .toList();
        Set<String> names = values(networks, "name");
        List<JsonNode> live =
                daemon.api()
                        .items("vms?limit=1000")
                        .filter(vm -> LIVE.contains(vm.path("state").asText()))
                        .toList();
        List<JsonNode> nics =
                live.stream()
                        .flatMap(vm -> each(vm.path("nics")))
                        .filter(nic -> names.contains(nic.path("network").asText()))
                        .toList();
        List<String> found = new ArrayList<>();
        checkLinks(networks, nics.size(), found);
        checkFilters(networks.size(), nics, live, found);
        checkDhcp(values(networks, "id"), nics, found);
        return found;
    }

    private void checkLinks(List<JsonNode> networks, int nics, List<String> found) {
        List<String> links = namespace.links();
        compare(
                "bridges",
                links.stream().filter(link -> !link.startsWith(TAP)).collect(Collectors.toSet()),
                values(networks, "bridge"),
                found);
        long taps = links.stream().filter(link -> link.startsWith(TAP)).count();
        if (taps != nics) {
            found.add(taps + " taps for " + nics + " NICs of live VMs: " + links);
        }
    }

    private void checkFilters(
            int networks, List<JsonNode> nics, List<JsonNode> live, List<String> found) {
        List<JsonNode> rules = ruleset();
        long tables = rules.stream().filter(entry -> entry.has("table")).count();
        if (tables != 2L * networks) {
            found.add(tables + " tables of filters for " + networks + " networks");
        }
        Set<String> taps =
                namespace.links().stream()
                        .filter(link -> link.startsWith(TAP))
                        .collect(Collectors.toSet());
        compare("taps with a filter", elements(rules, "taps"), taps, found);
        compare("filtered MACs", elements(rules, "macs"), values(nics, "mac"), found);
        compare(
                "filtered addresses",
                elements(rules, "addresses"),
                values(nics, "assigned"),
                found);
        compare("forwards", forwardedPorts(rules), wantedPorts(live), found);
    }

    private List<JsonNode> ruleset() {
        try {
            return each(JSON.readTree(namespace.inside("nft", "-j", "list", "ruleset"))
                            .path("nftables"))
                    .toList();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of all sets of the name; of a pair its second half. */
    private static Set<String> elements(List<JsonNode> rules, String name) {
        return rules.stream()
                .map(entry -> entry.path("set"))
                .filter(set -> set.path("name").asText().equals(name))
                .flatMap(set -> each(set.path("elem")))
                .map(element -> element.has("concat") ? element.path("concat").path(1) : element)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> forwardedPorts(List<JsonNode> rules) {
        return rules.stream()
                .map(entry -> entry.path("rule"))
                .filter(rule -> rule.path("chain").asText().equals("arriving"))
                .flatMap(rule -> each(rule.path("expr")))
                .map(part -> part.path("match"))
                .filter(match -> match.findValue("field") != null)
                .map(match -> match.path("right").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> wantedPorts(List<JsonNode> live) {
        return live.stream()
                .filter(vm -> each(vm.path("nics")).findFirst().isPresent())
                .filter(vm -> !vm.path("nics").path(0).path("assigned").isNull())
                .flatMap(vm -> daemon.api().items("vms/" + vm.path("id").asText() + "/forwards"))
                .map(forward -> forward.path("hostPort").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void checkDhcp(Set<String> networks, List<JsonNode> nics, List<String> found) {
        compare("folders of networks", folders(), networks, found);
        compare(
                "MACs that DHCP knows",
                column(networks, "hosts", ",", 0),
                values(nics, "mac"),
                found);
        Set<String> leased = column(networks, "leases", " ", 2);
        leased.removeAll(values(nics, "assigned"));
        if (!leased.isEmpty()) {
            found.add("leases of nobody alive: " + leased);
        }
        int servers = GuestNamespace.dhcpServers(daemon.storage()).size();
        if (servers != networks.size()) {
            found.add(servers + " DHCP servers for " + networks.size() + " networks");
        }
    }

    private Set<String> folders() {
        try (Stream<Path> entries = Files.list(daemon.storage().resolve("networks"))) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands there in each line of such a file of each network. */
    private Set<String> column(Set<String> networks, String file, String separator, int at) {
        Set<String> values = new TreeSet<>();
        for (String network : networks) {
            Path path = daemon.storage().resolve("networks").resolve(network).resolve(file);
            try {
                if (Files.exists(path)) {
                    Files.readAllLines(path).stream()
                            .map(line -> line.split(separator, -1))
                            .filter(words -> words.length > at)
                            .forEach(words -> values.add(words[at]));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return values;
    }

    private static void compare(
            String what, Set<String> there, Set<String> wanted, List<String> found) {
        if (!there.equals(wanted)) {
            found.add(what + ": there are " + there + ", there should be " + wanted);
        }
    }

    private static Set<String> values(List<JsonNode> rows, String field) {
        return rows.stream()
                .map(row -> row.path(field).asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
