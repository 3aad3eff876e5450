package dev.vman.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.operator.GuestSeed.Link;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of a NoCloud seed, see cloud-init's documentation of that data source: a pure function.
 * They are JSON, which is YAML as well, so that no word of a user's can be more than a value.
 */
final class SeedFiles {
    private static final String CLOUD_CONFIG = "#cloud-config\n";
    private static final int DIGITS = 8;

    private SeedFiles() {}

    /** By name. */
    static Map<String, byte[]> of(GuestSeed seed) {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("meta-data", metaData(seed).toString().getBytes(UTF_8));
        files.put("network-config", network(seed).toString().getBytes(UTF_8));
        files.put("user-data", seed.userData().orElse(CLOUD_CONFIG + "{}").getBytes(UTF_8));
        files.put("vendor-data", (CLOUD_CONFIG + updates()).getBytes(UTF_8));
        return files;
    }

    private static ObjectNode metaData(GuestSeed seed) {
        ObjectNode data =
                object().put("instance-id", instanceId(seed))
                        .put("local-hostname", seed.hostname());
        seed.sshKeys().forEach(data.withArray("public-keys")::add);
        return data;
    }

    /**
     * cloud-init does most of its work once for each instance: a guest that is told something else
     * is another one.
     */
    private static String instanceId(GuestSeed seed) {
        ObjectNode told =
                object().put("hostname", seed.hostname())
                        .put("userData", seed.userData().orElse(null));
        seed.sshKeys().forEach(told.withArray("keys")::add);
        return seed.vm() + "-" + digest(told.toString()).substring(0, DIGITS);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Version 2 of the network configuration. */
    private static ObjectNode network(GuestSeed seed) {
        ObjectNode config = object().put("version", 2);
        ObjectNode links = config.putObject("ethernets");
        for (int number = 0; number < seed.links().size(); number++) {
            Link link = seed.links().get(number);
            String name = "eth" + number;
            ObjectNode node = links.putObject(name);
            node.putObject("match").put("macaddress", link.mac().value());
            node.put("set-name", name);
            switch (link) {
                case Link.Asking _ -> node.put("dhcp4", true);
                case Link.Told told -> address(node, told);
            }
        }
        return config;
    }

    private static void address(ObjectNode node, Link.Told told) {
        node.withArray("addresses").add(told.address() + "/" + told.prefix());
        told.gateway()
                .ifPresent(gateway ->
                        node.withArray("routes")
                                .addObject()
                                .put("to", "0.0.0.0/0")
                                .put("via", gateway.toString()));
        var servers = node.putObject("nameservers").putArray("addresses");
        told.nameServers().forEach(server -> servers.add(server.toString()));
    }

    /** The address may be another one at the next start. */
    private static ObjectNode updates() {
        ObjectNode config = object();
        config.putObject("updates")
                .putObject("network")
                .putArray("when")
                .add("boot-new-instance")
                .add("boot");
        return config;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
