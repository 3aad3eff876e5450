package dev.vman.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Reads {@code nft -j list ruleset}: of each table its contents, as {@link NftTable#contents}. */
final class NftListing {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, List<String>> tables = new HashMap<>();

    private NftListing() {}

    /** By {@link NftTable#key()}. */
    static Map<String, List<String>> read(String listing) throws JsonProcessingException {
        NftListing reading = new NftListing();
        JSON.readTree(listing).path("nftables").forEach(reading::take);
        reading.tables.replaceAll((table, lines) -> lines.stream().sorted().toList());
        return Map.copyOf(reading.tables);
    }

    private void take(JsonNode item) {
        if (item.has("table")) {
            JsonNode table = item.path("table");
            List<String> _ = lines(table.path("family").asText(), table.path("name").asText());
        } else if (item.has("set")) {
            takeSet(item.path("set"));
        } else if (item.has("chain")) {
            takeChain(item.path("chain"));
        } else if (item.has("rule")) {
            takeRule(item.path("rule"));
        } else if (!item.has("metainfo")) {
            item.forEach(other -> linesOf(other).add("unknown " + other));
        }
    }

    private void takeSet(JsonNode set) {
        String name = set.path("name").asText();
        linesOf(set).add(NftLines.set(name, texts(set.path("type"))));
        for (JsonNode element : set.path("elem")) {
            JsonNode value = element.has("elem") ? element.path("elem").path("val") : element;
            JsonNode parts = value.has("concat") ? value.path("concat") : value;
            linesOf(set).add(NftLines.element(name, texts(parts)));
        }
    }

    private void takeChain(JsonNode chain) {
        String hook =
                chain.has("hook")
                        ? " "
                                + String.join(
                                        " ",
                                        chain.path("type").asText(),
                                        chain.path("hook").asText(),
                                        chain.path("prio").asText(),
                                        chain.path("policy").asText())
                        : "";
        linesOf(chain).add("chain " + chain.path("name").asText() + hook);
    }

    private void takeRule(JsonNode rule) {
        String chain = rule.path("chain").asText();
        linesOf(rule).add(NftLines.rule(chain, rule.path("comment").asText("-")));
    }

    private List<String> linesOf(JsonNode part) {
        return lines(part.path("family").asText(), part.path("table").asText());
    }

    private List<String> lines(String family, String table) {
        return tables.computeIfAbsent(NftTable.key(family, table), key -> new ArrayList<>());
    }

    private static List<String> texts(JsonNode oneOrMore) {
        return oneOrMore.isArray()
                ? StreamSupport.stream(oneOrMore.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(oneOrMore.asText());
    }
}
