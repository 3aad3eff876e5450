package dev.vman.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import dev.vman.host.LoopbackPorts;
import dev.vman.inventory.Ipv4Subnet;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks {@code ip -j}. Where that is not installed, or the namespace not there yet, nothing is
 * there.
 */
@DefaultBean
@ApplicationScoped
class IpLinks implements HostLinks {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private final NetworkConfig config;
    private final Commands commands = Commands.ofThisHost();

    IpLinks(NetworkConfig config) {
        this.config = config;
    }

    @Override
    public List<Route> routes() {
        Stream<Route> here = routes(List.of());
        Stream<Route> inside = config.namespace().stream().flatMap(ns -> routes(List.of("-n", ns)));
        return Stream.concat(here, inside).toList();
    }

    private Stream<Route> routes(List<String> where) {
        return ask(where, "-4", "route", "show").flatMap(route -> route(route).stream());
    }

    private static Optional<Route> route(JsonNode route) {
        try {
            Ipv4Subnet subnet = Ipv4Subnet.parse(route.path("dst").asText());
            return Optional.of(new Route(subnet, route.path("dev").asText()));
        } catch (Failure.Invalid e) {
            // "default", a single host, link-local: none that a network of ours could overlap.
            return Optional.empty();
        }
    }

    @Override
    public boolean hasBridge(String name) {
        List<String> where = config.namespace().map(ns -> List.of("-n", ns)).orElse(List.of());
        return ask(where, "link", "show", "type", "bridge")
                .anyMatch(link -> link.path("ifname").asText().equals(name));
    }

    private Stream<JsonNode> ask(List<String> where, String... what) {
        List<String> command = new ArrayList<>(List.of("ip", "-j"));
        command.addAll(where);
        command.addAll(List.of(what));
        CommandResult result = commands.run(CommandRequest.of(DEADLINE, command));
        if (!result.succeeded()) {
            return Stream.empty();
        }
        try {
            return JSON.readTree(result.stdout()).valueStream();
        } catch (JsonProcessingException e) {
            return Stream.empty();
        }
    }

    @Override
    public boolean isPortFree(boolean udp, int port) {
        return LoopbackPorts.isFree(udp, port);
    }
}
