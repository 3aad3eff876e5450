package dev.vman.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The storage's {@code networks}: a folder for each network, and a note on the namespace. */
record NetworkFolders(Path root) {
    NetworkFolder of(UUID network) {
        return new NetworkFolder(network, root.resolve(network.toString()));
    }

    /** Every DHCP server's user passes through to its own files. */
    void make() throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
        }
    }

    List<UUID> networks() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.flatMap(entry -> id(entry).stream()).sorted().toList();
        }
    }

    private static Optional<UUID> id(Path entry) {
        String name = String.valueOf(entry.getFileName());
        try {
            return Optional.of(UUID.fromString(name)).filter(id -> id.toString().equals(name));
        } catch (IllegalArgumentException somethingElse) {
            return Optional.empty();
        }
    }

    private Path namespaceNote() {
        return root.resolve("namespace");
    }

    /** Written before it is made: that one is ours to remove. */
    void noteNamespace(String name) throws IOException {
        make();
        Files.writeString(namespaceNote(), name);
    }

    boolean madeNamespace(String name) throws IOException {
        return Files.exists(namespaceNote()) && Files.readString(namespaceNote()).equals(name);
    }

    void forgetNamespace() throws IOException {
        Files.deleteIfExists(namespaceNote());
    }
}
