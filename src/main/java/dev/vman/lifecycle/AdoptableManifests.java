package dev.vman.lifecycle;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.vman.Failure;
import dev.vman.inventory.StorageLayout;
import dev.vman.operator.VmFolders;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads {@code manifest.json} of VMs that no row knows. Nothing in it is believed that an API
 * request could not say.
 */
@ApplicationScoped
class AdoptableManifests {
    private static final int LARGEST = 1 << 20;
    private final StorageLayout layout;
    private final ManifestCheck check;
    private final ObjectReader reader;

    AdoptableManifests(StorageLayout layout, ManifestCheck check, ObjectMapper json) {
        this.layout = layout;
        this.check = check;
        this.reader =
                json.readerFor(Manifest.class)
                        .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                        .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        // A later version may have added some.
                        .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /**
     * Throws {@link Failure.Conflict} {@code manifest-unusable}, with the reason, unless it is
     * whole and sound.
     */
    Manifest require(UUID vm) {
        Manifest manifest = parse(vm);
        try {
            check.check(vm, manifest);
        } catch (Failure.Invalid e) {
            throw unusable(vm, reasons(e));
        }
        return manifest;
    }

    private Manifest parse(UUID vm) {
        try {
            byte[] bytes = VmFolders.readManifest(layout.vm(vm), LARGEST);
            // JSON's null is read as Java's.
            return Optional.ofNullable(reader.<Manifest>readValue(bytes))
                    .orElseThrow(() -> new IOException("it holds nothing"));
        } catch (IOException e) {
            throw unusable(vm, String.valueOf(e.getMessage()));
        }
    }

    private static String reasons(Failure.Invalid e) {
        return e.errors().stream()
                .map(error -> error.field() + " " + error.message())
                .reduce((one, other) -> one + "; " + other)
                .orElseGet(e::detail);
    }

    private Failure unusable(UUID vm, String reason) {
        return new Failure.Conflict(
                "manifest-unusable",
                VmAct.shorten(layout.vm(vm).manifest() + " can't be believed: " + reason),
                "Correct the file, or let the folder be moved to quarantine.");
    }
}
