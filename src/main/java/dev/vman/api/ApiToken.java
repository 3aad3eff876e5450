package dev.vman.api;

import dev.vman.StartOrder;
import dev.vman.host.DurableFiles;
import dev.vman.inventory.StorageLayout;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The one secret of the API: configured, or made at the first start and kept in the storage. */
@Singleton
class ApiToken {
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final ApiConfig config;
    private final StorageLayout storage;
    private volatile byte[] token = {};

    ApiToken(ApiConfig config, StorageLayout storage) {
        this.config = config;
        this.storage = storage;
    }

    /** Once the storage is ours, and before the first request. */
    void load(@Observes @Priority(StartOrder.API) StartupEvent event) throws IOException {
        String text =
                config.token().isPresent() ? config.token().get() : readOrMake(storage.token());
        token = text.strip().getBytes(StandardCharsets.UTF_8);
    }

    private static String readOrMake(Path file) throws IOException {
        if (Files.exists(file) && !Files.readString(file).isBlank()) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
            return Files.readString(file);
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        DurableFiles.write(file, (made + "\n").getBytes(StandardCharsets.UTF_8), OWNER_ONLY);
        return made;
    }

    /** Compares in a time that does not tell how much was right. */
    boolean matches(String presented) {
        byte[] known = token;
        return known.length > 0
                && MessageDigest.isEqual(known, presented.getBytes(StandardCharsets.UTF_8));
    }
}
