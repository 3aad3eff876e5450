package dev.vman.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A transaction for {@code nft -j -f}. Touches no table but those that it names. */
final class NftScript {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ArrayNode commands = JSON.arrayNode();

    /** The table becomes this, whatever was in it; no packet sees anything between. */
    NftScript replace(NftTable table) {
        remove(table.family(), table.name());
        add("table", tableNamed(table.family(), table.name()));
        table.sets().forEach(set -> addSet(table, set));
        table.chains().forEach(chain -> addChain(table, chain));
        table.chains().forEach(chain -> addRules(table, chain));
        return this;
    }

    /** What is missing, as in {@link NftTable#contents}, is added to the table that is there. */
    NftScript extend(NftTable table, List<String> missing) {
        for (NftSet set : table.sets()) {
            List<List<String>> elements =
                    set.elements().stream()
                            .filter(it -> missing.contains(NftLines.element(set.name(), it)))
                            .toList();
            if (!elements.isEmpty()) {
                addElements(table, new NftSet(set.name(), set.types(), elements));
            }
        }
        for (NftChain chain : table.chains()) {
            List<NftRule> rules =
                    chain.rules().stream()
                            .filter(it ->
                                    missing.contains(NftLines.rule(chain.name(), it.comment())))
                            .toList();
            addRules(table, new NftChain(chain.name(), chain.hook(), rules));
        }
        return this;
    }

    private void addElements(NftTable table, NftSet set) {
        ObjectNode node = inTable(table).put("name", set.name());
        ArrayNode elements = node.putArray("elem");
        set.elements().forEach(element -> addElement(elements, element));
        add("element", node);
    }

    /** It need not be there: adding what is there changes nothing. */
    NftScript remove(String family, String name) {
        add("table", tableNamed(family, name));
        ObjectNode table = JSON.objectNode();
        table.set("table", tableNamed(family, name));
        commands.add(NftJson.wrap("delete", table));
        return this;
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    @Override
    public String toString() {
        return JSON.objectNode().set("nftables", commands).toString();
    }

    private void addSet(NftTable table, NftSet set) {
        ObjectNode node = inTable(table).put("name", set.name());
        ArrayNode types = JSON.arrayNode();
        set.types().forEach(types::add);
        node.set("type", types.size() == 1 ? types.get(0) : types);
        ArrayNode elements = node.putArray("elem");
        set.elements().forEach(element -> addElement(elements, element));
        if (elements.isEmpty()) {
            node.remove("elem");
        }
        add("set", node);
    }

    private static void addElement(ArrayNode elements, List<String> parts) {
        if (parts.size() == 1) {
            elements.add(parts.getFirst());
            return;
        }
        ArrayNode concat = JSON.arrayNode();
        parts.forEach(concat::add);
        elements.add(NftJson.wrap("concat", concat));
    }

    private void addChain(NftTable table, NftChain chain) {
        ObjectNode node = inTable(table).put("name", chain.name());
        chain.hook()
                .ifPresent(hook ->
                        node.put("type", hook.type())
                                .put("hook", hook.hook())
                                .put("prio", hook.priority())
                                .put("policy", "accept"));
        add("chain", node);
    }

    private void addRules(NftTable table, NftChain chain) {
        for (NftRule rule : chain.rules()) {
            ObjectNode node = inTable(table).put("chain", chain.name());
            node.putArray("expr").addAll(rule.expressions());
            add("rule", node.put("comment", rule.comment()));
        }
    }

    private void add(String kind, ObjectNode what) {
        commands.add(NftJson.wrap("add", NftJson.wrap(kind, what)));
    }

    private static ObjectNode inTable(NftTable table) {
        return JSON.objectNode().put("family", table.family()).put("table", table.name());
    }

    private static ObjectNode tableNamed(String family, String name) {
        return JSON.objectNode().put("family", family).put("name", name);
    }
}
