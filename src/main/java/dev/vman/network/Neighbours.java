package dev.vman.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Reads {@code ip -json neigh}: who has answered with which address. */
final class Neighbours {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SILENT = Set.of("FAILED", "INCOMPLETE");

    private Neighbours() {}

    static List<SeenAddress> read(String output) throws IOException {
        return StreamSupport.stream(JSON.readTree(output).spliterator(), false)
                .filter(Neighbours::hasAnswered)
                .map(Neighbours::address)
                .flatMap(Optional::stream)
                .toList();
    }

    private static boolean hasAnswered(JsonNode neighbour) {
        return StreamSupport.stream(neighbour.path("state").spliterator(), false)
                .noneMatch(state -> SILENT.contains(state.asText()));
    }

    private static Optional<SeenAddress> address(JsonNode neighbour) {
        try {
            return Optional.of(
                    new SeenAddress(
                            MacAddress.parse(neighbour.path("lladdr").asText()),
                            Ipv4Address.parse(neighbour.path("dst").asText()),
                            SeenAddress.How.SEEN));
        } catch (Failure.Invalid ofIpv6) {
            return Optional.empty();
        }
    }
}
