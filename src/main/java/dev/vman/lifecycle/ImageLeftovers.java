package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.StartOrder;
import dev.vman.image.ImageFiles;
import dev.vman.image.ImageImport;
import dev.vman.inventory.Image;
import dev.vman.inventory.ImageState;
import dev.vman.inventory.Images;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Removes what uploads and imports of dead daemons left, but for what an operation goes on with.
 */
@ApplicationScoped
class ImageLeftovers {
    private static final Logger LOG = Logger.getLogger(ImageLeftovers.class);
    private final Images images;
    private final ImageFiles files;
    private final ImageImport imports;

    ImageLeftovers(Images images, ImageFiles files, ImageImport imports) {
        this.images = images;
        this.files = files;
        this.imports = imports;
    }

    /** Before the first request, and before interrupted acts go on. */
    void start(@Observes @Priority(StartOrder.OPERATOR) StartupEvent event) {
        Set<UUID> importing =
                QuarkusTransaction.requiringNew()
                        .call(() ->
                                images.list("state", ImageState.IMPORTING).stream()
                                        .map((Image image) -> image.id)
                                        .collect(Collectors.toSet()));
        files.underWork().stream().filter(id -> !importing.contains(id)).forEach(this::discard);
    }

    private void discard(UUID id) {
        try {
            imports.discard(id);
        } catch (Failure e) {
            LOG.warnf("What is left of import %s can't be removed: %s", id, e.detail());
        }
    }
}
