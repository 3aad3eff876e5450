package dev.vman.network;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code ip -json -details} tells to {@link #QUESTIONS}.
 *
 * @param forwarding whether IPv4 packets are passed on between links
 */
record LinkListing(List<Link> links, boolean forwarding) {
    /** Both at once, because starting a program takes longer than the answer. */
    static final List<String> QUESTIONS = List.of("addr show", "netconf show");

    private static final ObjectMapper JSON = new ObjectMapper();

    LinkListing {
        links = List.copyOf(links);
    }

    static LinkListing read(String output) throws IOException {
        try (JsonParser documents = JSON.createParser(output)) {
            JsonNode addresses = next(documents);
            JsonNode settings = next(documents);
            return new LinkListing(
                    stream(addresses)
                            .filter(link -> link.has("ifname"))
                            .map(LinkListing::link)
                            .toList(),
                    stream(settings).anyMatch(LinkListing::forwards));
        }
    }

    private static JsonNode next(JsonParser documents) throws IOException {
        @Nullable JsonNode document = documents.readValueAsTree();
        if (document == null) {
            throw new IOException("ip has not answered all questions");
        }
        return document;
    }

    private static boolean forwards(JsonNode setting) {
        return setting.path("family").asText().equals("inet")
                && setting.path("interface").asText().equals("all")
                && setting.path("forwarding").asBoolean();
    }

    private static Link link(JsonNode node) {
        JsonNode data = node.path("linkinfo").path("info_data");
        return new Link(
                node.path("ifindex").asInt(),
                node.path("ifname").asText(),
                kind(node.path("linkinfo").path("info_kind").asText(), data),
                node.path("address").asText(),
                stream(node.path("flags")).anyMatch(flag -> flag.asText().equals("UP")),
                Optional.ofNullable(node.get("master")).map(JsonNode::asText),
                node.path("group").asText(),
                data.has("user") ? OptionalInt.of(data.path("user").asInt()) : OptionalInt.empty(),
                addresses(node.path("addr_info")),
                data.path("vlan_filtering").asInt() == 1
                        ? OptionalInt.of(data.path("vlan_default_pvid").asInt())
                        : OptionalInt.empty());
    }

    private static Link.Kind kind(String name, JsonNode data) {
        return switch (name) {
            case "bridge" -> Link.Kind.BRIDGE;
            case "tun" ->
                    data.path("type").asText().equals("tap") ? Link.Kind.TAP : Link.Kind.OTHER;
            default -> Link.Kind.OTHER;
        };
    }

    private static Set<String> addresses(JsonNode infos) {
        Set<String> addresses = new HashSet<>();
        for (JsonNode info : infos) {
            if (info.path("family").asText().equals("inet")) {
                addresses.add(info.path("local").asText() + "/" + info.path("prefixlen").asInt());
            }
        }
        return Set.copyOf(addresses);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
