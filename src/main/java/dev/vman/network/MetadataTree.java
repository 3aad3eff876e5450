package dev.vman.network;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What EC2's metadata service calls its paths, of one guest; a pure function. */
final class MetadataTree {
    /** Cloud-init looks for a dated one first. */
    private static final List<String> VERSIONS = List.of("2009-04-04", "latest");

    private static final String KEYS = "meta-data/public-keys/";

    private final SortedMap<String, String> leaves = new TreeMap<>();

    MetadataTree(GuestMetadata guest) {
        leaves.put("meta-data/hostname", guest.hostname());
        leaves.put("meta-data/instance-id", guest.instance().toString());
        leaves.put("meta-data/local-hostname", guest.hostname());
        leaves.put("meta-data/local-ipv4", guest.ip().toString());
        leaves.put("meta-data/mac", guest.mac().value());
        for (int key = 0; key < guest.sshKeys().size(); key++) {
            leaves.put(KEYS + key + "/openssh-key", guest.sshKeys().get(key));
        }
        guest.userData().ifPresent(data -> leaves.put("user-data", data));
    }

    /** A value, or the names in a folder, a line each; empty where there is nothing. */
    Optional<String> read(String path) {
        String clean = path.replaceFirst("^/", "").replaceFirst("/$", "");
        if (clean.isEmpty()) {
            return Optional.of(String.join("\n", VERSIONS));
        }
        String version = clean.split("/", 2)[0];
        return VERSIONS.contains(version)
                ? below(clean.substring(version.length()))
                : Optional.empty();
    }

    private Optional<String> below(String path) {
        String name = path.replaceFirst("^/", "");
        return Optional.ofNullable(leaves.get(name))
                .or(() ->
                        Optional.of(listing(name.isEmpty() ? "" : name + "/"))
                                .filter(text -> !text.isEmpty()));
    }

    private String listing(String folder) {
        return leaves.keySet().stream()
                .filter(leaf -> leaf.startsWith(folder))
                .map(leaf -> entry(folder, leaf.substring(folder.length())))
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    /** Folders end with a slash, but for keys, which are listed with a name. */
    private static String entry(String folder, String rest) {
        int slash = rest.indexOf('/');
        if (slash < 0) {
            return rest;
        }
        String name = rest.substring(0, slash);
        return folder.equals(KEYS) ? name + "=key-" + name : name + "/";
    }
}
