package dev.vman.network;

import dev.vman.host.DurableFiles;
import dev.vman.host.UntrustedFiles;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.StorageNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * {@code networks/<id>.json}: what each network is, beside the folders of what was made for it.
 * What is in them is their writer's affair.
 */
@ApplicationScoped
public class NetworkRecords {
    private static final String SUFFIX = ".json";
    private static final int MOST_BYTES = 1 << 16;
    private final NetworkFolders folders;

    NetworkRecords(StorageLayout layout) {
        folders = new NetworkFolders(layout.networks());
    }

    /** Durably, unless it is so already. */
    public void write(UUID network, byte[] content) throws IOException {
        folders.make();
        Path file = file(network);
        if (!Files.exists(file) || !Arrays.equals(content, Files.readAllBytes(file))) {
            DurableFiles.write(file, content, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** Idempotent. */
    public void remove(UUID network) throws IOException {
        boolean _ = Files.deleteIfExists(file(network));
    }

    /** All of them, by id; none where there is no folder. */
    public Map<UUID, byte[]> read() throws IOException {
        Map<UUID, byte[]> records = new TreeMap<>();
        for (UUID network : known()) {
            records.put(network, UntrustedFiles.readAll(file(network), MOST_BYTES));
        }
        return records;
    }

    private List<UUID> known() throws IOException {
        if (!Files.isDirectory(folders.root())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folders.root())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .flatMap(name -> StorageNames.id(name).stream())
                    .toList();
        }
    }

    private Path file(UUID network) {
        return folders.root().resolve(network + SUFFIX);
    }
}
