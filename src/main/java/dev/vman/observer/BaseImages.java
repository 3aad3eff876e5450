package dev.vman.observer;

import dev.vman.Rounds;
import dev.vman.StartOrder;
import dev.vman.host.FileStamp;
import dev.vman.host.Presence;
import dev.vman.image.ImageFiles;
import dev.vman.inventory.Image;
import dev.vman.inventory.ImageState;
import dev.vman.inventory.Images;
import dev.vman.inventory.StorageLayout;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Looks at READY images' files: one {@code stat} each in every pass, and all of their content on
 * the slow beat. In a dry run there are none.
 */
@ApplicationScoped
class BaseImages {
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private final Images images;
    private final ImageFiles files;
    private final StorageLayout layout;
    private final Operator operator;
    private final Rounds rounds;
    private final Map<UUID, Content> contents = new ConcurrentHashMap<>();
    private volatile boolean ending;

    BaseImages(
            Images images,
            ImageFiles files,
            StorageLayout layout,
            Operator operator,
            ObserverConfig config) {
        this.images = images;
        this.files = files;
        this.layout = layout;
        this.operator = operator;
        this.rounds = new Rounds("base-images", config.checkInterval(), this::readAll);
    }

    /** What a file with this stamp holds. */
    private record Content(FileStamp stamp, String sha256) {}

    void start(@Observes @Priority(StartOrder.RECONCILER) StartupEvent event) {
        rounds.begin();
    }

    void stop(@Observes @Priority(StartOrder.INVENTORY) ShutdownEvent event) {
        ending = true;
        rounds.end(FAREWELL);
    }

    /** What a pass goes by. */
    List<BaseImageSight> look() {
        return operator.capabilities().dryRun()
                ? List.of()
                : ready().stream().map(this::look).toList();
    }

    private List<Image> ready() {
        return QuarkusTransaction.requiringNew()
                .call(() -> images.list("state = ?1 and deleting = false", ImageState.READY));
    }

    private BaseImageSight look(Image image) {
        Path file = layout.image(image.id, image.kind);
        Presence<FileStamp> stamp = stamp(image);
        Optional<String> found =
                Optional.ofNullable(contents.get(image.id))
                        .filter(content ->
                                stamp.found().filter(content.stamp()::equals).isPresent())
                        .map(Content::sha256);
        return new BaseImageSight(
                image.id,
                image.name,
                file,
                image.fileBytes,
                image.modifiedNanos,
                Optional.ofNullable(image.sha256),
                stamp,
                found);
    }

    private Presence<FileStamp> stamp(Image image) {
        return switch (files.look(image.id, image.kind)) {
            case Presence.Absent<Path> _ -> new Presence.Absent<>();
            case Presence.Unknown<Path>(String reason) -> new Presence.Unknown<>(reason);
            case Presence.Present<Path>(Path file) ->
                    FileStamp.of(file)
                            .<Presence<FileStamp>>map(Presence.Present::new)
                            .orElse(new Presence.Unknown<>(file + " went away meanwhile"));
        };
    }

    /** Reads the content of all of them, one after the other. */
    void readAll() {
        if (operator.capabilities().dryRun()) {
            return;
        }
        List<Image> ready = ready();
        Set<UUID> ids = ready.stream().map(image -> image.id).collect(Collectors.toSet());
        contents.keySet().retainAll(ids);
        for (Image image : ready) {
            if (!ending) {
                read(image);
            }
        }
    }

    private void read(Image image) {
        Presence<FileStamp> before = stamp(image);
        Optional<String> sha256 = files.checksum(image.id, image.kind);
        if (sha256.isPresent() && before.equals(stamp(image))) {
            before.found()
                    .ifPresent(stamp -> contents.put(image.id, new Content(stamp, sha256.get())));
        }
    }
}
