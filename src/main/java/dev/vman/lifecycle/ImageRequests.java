package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.image.ImageImport;
import dev.vman.image.Reception;
import dev.vman.inventory.Image;
import dev.vman.inventory.Images;
import dev.vman.inventory.Name;
import dev.vman.inventory.Reference;
import dev.vman.journal.Target;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The way in for everything that changes images. Every method throws {@link Failure} to refuse. */
@ApplicationScoped
public class ImageRequests {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Duration TIDIED = Duration.ofSeconds(10);
    private final Images images;
    private final ImportImage importing;
    private final DeleteImage deleting;
    private final ImageImport imports;
    private final ImageChecksums checksums;
    private final Requests requests;
    private final Clock clock;

    ImageRequests(
            Images images,
            ImportImage importing,
            DeleteImage deleting,
            ImageImport imports,
            ImageChecksums checksums,
            Requests requests,
            Clock clock) {
        this.images = images;
        this.importing = importing;
        this.deleting = deleting;
        this.imports = imports;
        this.checksums = checksums;
        this.requests = requests;
        this.clock = clock;
    }

    public Answer create(NewImage wanted, Ask ask) {
        return requests.once(
                ask,
                () -> {
                    check(wanted);
                    return submit(UUID.randomUUID(), wanted, ask);
                });
    }

    /**
     * Begins the import, which takes in the stream, and returns when it has. Where it has not, no
     * image is left.
     *
     * @param length of the stream; 0: unknown
     */
    public Answer upload(NewImage wanted, InputStream content, long length, Ask ask) {
        check(wanted);
        Versions.refuseAny(ask, "Image '" + wanted.name() + "'");
        UUID id = UUID.randomUUID();
        if (ask.dryRun()) {
            return submit(id, wanted, ask);
        }
        try (Reception reception = imports.expect(id, content, length)) {
            Answer answer = submit(id, wanted, ask);
            try {
                reception.await();
            } catch (Failure e) {
                requests.awaitEnd(answer, TIDIED);
                throw e;
            }
            return answer;
        }
    }

    private void check(NewImage wanted) {
        new Checks()
                .check(() -> new Name(wanted.name()))
                .check(() -> checkSha256(wanted.sha256()))
                .check(() -> imports.check(wanted.source()))
                .done();
        requests.requireFree("image", wanted.name(), images);
    }

    private static void checkSha256(@Nullable String sha256) {
        if (sha256 != null && !SHA256.matcher(sha256).matches()) {
            throw Failure.Invalid.field("sha256", "must be 64 hexadecimal digits");
        }
    }

    private Answer submit(UUID id, NewImage wanted, Ask ask) {
        ImportImage.Payload payload =
                new ImportImage.Payload(
                        id,
                        wanted.name(),
                        wanted.kind(),
                        wanted.source(),
                        wanted.sha256(),
                        clock.instant());
        return requests.submit(importing, new Target("image", id, wanted.name()), payload, ask);
    }

    public Answer delete(String reference, Ask ask) {
        Image image =
                QuarkusTransaction.requiringNew()
                        .call(() -> {
                            Image found = images.require(Reference.parse(reference));
                            deleting.check(found);
                            return found;
                        });
        Long version = Versions.demanded(ask, image.version, "Image '" + image.name + "'");
        if (!ask.dryRun()) {
            checksums.giveUp(image.id);
        }
        return requests.submit(
                deleting, image.target(), new DeleteImage.Payload(image.id, version), ask);
    }
}
