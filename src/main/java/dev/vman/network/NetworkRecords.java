package dev.vman.network;

import dev.vman.host.DurableFiles;
import dev.vman.host.UntrustedFiles;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.StorageNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

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
        if (!Files.isDirectory(folders.root())) {
            return records;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folders.root(), "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                StorageNames.id(name.substring(0, name.length() - SUFFIX.length()))
                        .ifPresent(id -> records.put(id, new byte[0]));
            }
        }
        for (UUID id : records.keySet()) {
            records.put(id, UntrustedFiles.readAll(file(id), MOST_BYTES));
        }
        return records;
    }

    private Path file(UUID network) {
        return folders.root().resolve(network + SUFFIX);
    }
}
