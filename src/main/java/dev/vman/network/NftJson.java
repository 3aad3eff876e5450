package dev.vman.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Words of nft's JSON, of which rules are made; see libnftables-json(5). */
final class NftJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private NftJson() {}

    static ObjectNode is(JsonNode left, JsonNode right) {
        return match("==", left, right);
    }

    static ObjectNode is(JsonNode left, String right) {
        return match("==", left, JSON.textNode(right));
    }

    static ObjectNode is(JsonNode left, int right) {
        return match("==", left, JSON.numberNode(right));
    }

    static ObjectNode isNot(JsonNode left, String right) {
        return match("!=", left, JSON.textNode(right));
    }

    static ObjectNode isNot(JsonNode left, int right) {
        return match("!=", left, JSON.numberNode(right));
    }

    static ObjectNode isNot(JsonNode left, JsonNode right) {
        return match("!=", left, right);
    }

    /** One of a connection's bits is set. */
    static ObjectNode has(JsonNode left, String... bits) {
        ArrayNode right = JSON.arrayNode();
        List.of(bits).forEach(right::add);
        return match("in", left, right);
    }

    private static ObjectNode match(String operator, JsonNode left, JsonNode right) {
        ObjectNode match = JSON.objectNode();
        match.put("op", operator).set("left", left);
        match.set("right", right);
        return wrap("match", match);
    }

    static ObjectNode meta(String key) {
        return wrap("meta", JSON.objectNode().put("key", key));
    }

    static ObjectNode ct(String key) {
        return wrap("ct", JSON.objectNode().put("key", key));
    }

    static ObjectNode field(String protocol, String field) {
        return wrap("payload", JSON.objectNode().put("protocol", protocol).put("field", field));
    }

    /** Bits of what follows the IP header, that have no name. */
    static ObjectNode transportBits(int offset, int length) {
        return wrap(
                "payload",
                JSON.objectNode().put("base", "th").put("offset", offset).put("len", length));
    }

    /** Whether the packet is for an address of this host itself: its type is {@code local}. */
    static ObjectNode destinationType() {
        ObjectNode fib = JSON.objectNode().put("result", "type");
        fib.putArray("flags").add("daddr");
        return wrap("fib", fib);
    }

    static ObjectNode concat(JsonNode... parts) {
        return wrap("concat", JSON.arrayNode().addAll(List.of(parts)));
    }

    static ObjectNode masked(JsonNode left, String mask) {
        return wrap("&", JSON.arrayNode().add(left).add(mask));
    }

    static ObjectNode oneOf(String... values) {
        ArrayNode set = JSON.arrayNode();
        List.of(values).forEach(set::add);
        return wrap("set", set);
    }

    static ObjectNode prefix(String address, int length) {
        return wrap("prefix", JSON.objectNode().put("addr", address).put("len", length));
    }

    static ObjectNode accept() {
        return wrap("accept", JSON.nullNode());
    }

    static ObjectNode drop() {
        return wrap("drop", JSON.nullNode());
    }

    static ObjectNode goBack() {
        return wrap("return", JSON.nullNode());
    }

    static ObjectNode masquerade() {
        return wrap("masquerade", JSON.nullNode());
    }

    static ObjectNode jump(String chain) {
        return wrap("jump", JSON.objectNode().put("target", chain));
    }

    static ObjectNode dnat(String address, int port) {
        return wrap(
                "dnat",
                JSON.objectNode().put("family", "ip").put("addr", address).put("port", port));
    }

    static ObjectNode wrap(String key, JsonNode value) {
        ObjectNode node = JSON.objectNode();
        node.set(key, value);
        return node;
    }
}
