package dev.vman.lifecycle;

import dev.vman.StartOrder;
import dev.vman.inventory.Image;
import dev.vman.inventory.Images;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.UUID;

/** Sees to it that every READY image's checksum is reckoned, and that nobody waits for that. */
@ApplicationScoped
class ImageChecksums {
    private final Images images;
    private final ChecksumImage checksum;
    private final Requests requests;

    ImageChecksums(Images images, ChecksumImage checksum, Requests requests) {
        this.images = images;
        this.checksum = checksum;
        this.requests = requests;
    }

    /**
     * Those whose reckoning has failed or was given up, and those that were adopted without one.
     */
    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        QuarkusTransaction.requiringNew().call(images::lackingChecksum).stream()
                .filter(image -> !requests.isBusy(image.id))
                .forEach(this::reckon);
    }

    private void reckon(Image image) {
        UUID _ = requests.submit(checksum, image.target(), new ChecksumImage.Payload(image.id));
    }

    /** Makes way for whoever wants to have the image for himself. */
    void giveUp(UUID image) {
        requests.cancelRunning(image, Set.of(ChecksumImage.KIND));
    }
}
