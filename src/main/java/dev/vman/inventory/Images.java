package dev.vman.inventory;

import dev.vman.Failure;
import dev.vman.journal.Events;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The images' table. An image changes only here, together with its event. */
@ApplicationScoped
public class Images implements NamedRows<Image> {
    private final Events events;
    private final Clock clock;

    Images(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "image";
    }

    /** In the order of names. */
    public List<Image> list(Optional<ImageState> state, Optional<ImageKind> kind, Page page) {
        StringBuilder query = new StringBuilder("name > :after");
        Map<String, Object> parameters = new java.util.HashMap<>(Map.of("after", page.after()));
        state.ifPresent(value -> {
            query.append(" and state = :state");
            parameters.put("state", value);
        });
        kind.ifPresent(value -> {
            query.append(" and kind = :kind");
            parameters.put("kind", value);
        });
        return find(query + " order by name", parameters).page(0, page.limit()).list();
    }

    /** READY ones whose checksum nobody has reckoned. */
    public List<Image> lackingChecksum() {
        return list("state = ?1 and sha256 is null", ImageState.READY).stream()
                .filter(Images::lacksChecksum)
                .toList();
    }

    /** Whether it is READY, and its checksum is not known. */
    public static boolean lacksChecksum(Image image) {
        return image.state == ImageState.READY && !image.deleting && image.sha256 == null;
    }

    /**
     * Reads it afresh, and keeps every other transaction from locking it until the present one has
     * ended. Throws {@link Failure.NotFound}.
     */
    public Image lock(UUID id) {
        Image image = require(id);
        getEntityManager().refresh(image, LockModeType.PESSIMISTIC_WRITE);
        return image;
    }

    /** As {@link #lock}, of one that disks may be made from. */
    public Image lockReady(UUID id) {
        Image image = lock(id);
        requireDisk(image);
        return image;
    }

    /** As {@link #lock}, of one that can be put into a CD-ROM drive. */
    public Image lockReadyIso(UUID id) {
        Image image = lock(id);
        requireIso(image, "image");
        return image;
    }

    /** Throws unless disks may be made from it. */
    public static void requireDisk(Image image) {
        if (image.kind != ImageKind.DISK) {
            throw Failure.Invalid.field(
                    "image", "is an ISO image: a disk can't be made from '" + image.name + "'");
        }
        requireReady(image);
    }

    /** Throws, with errors that name this field, unless it can be put into a CD-ROM drive. */
    public static void requireIso(Image image, String field) {
        if (image.kind != ImageKind.ISO) {
            throw Failure.Invalid.field(
                    field, "is no ISO image: '" + image.name + "' is what disks are made from");
        }
        requireReady(image);
    }

    private static void requireReady(Image image) {
        if (image.state != ImageState.READY || image.deleting) {
            throw new Failure.Conflict(
                    "image-not-ready",
                    "Image '"
                            + image.name
                            + "' is "
                            + (image.deleting ? "being deleted" : image.state.wireName())
                            + ".",
                    "Use an image that is ready.");
        }
    }

    /** Disks that lean on it. */
    public long disks(UUID image) {
        return count("select count(*) from Disk d where d.image = ?1", image);
    }

    /** Templates that name it. */
    public long templates(UUID image) {
        return count("select count(*) from Template t where t.image = ?1", image);
    }

    /** VMs that have it in their CD-ROM drive, or are just getting it. */
    public long cdroms(UUID image) {
        return count("select count(*) from VmCdrom c where c.image = ?1 or c.coming = ?1", image);
    }

    private long count(String query, UUID image) {
        return getEntityManager()
                .createQuery(query, Long.class)
                .setParameter(1, image)
                .getSingleResult();
    }

    public void add(Image image) {
        insert(image, clock.instant());
        events.append("image.created", image.target(), Map.of("state", image.state));
    }

    /** Records a row that was lost, as old as it was. */
    public void adopt(Image image, Instant createdAt) {
        insert(image, createdAt);
        events.append(
                "image.created", image.target(), Map.of("state", image.state, "adopted", true));
    }

    private void insert(Image image, Instant createdAt) {
        image.createdAt = createdAt;
        image.updatedAt = clock.instant();
        persistAndFlush(image);
    }

    /** Records a change that was made to the row. */
    public void changed(Image image) {
        image.updatedAt = clock.instant();
        getEntityManager().flush();
        events.append("image.changed", image.target(), Map.of("state", image.state));
    }

    public void remove(Image image) {
        events.append("image.deleted", image.target(), Map.of());
        delete(image);
        getEntityManager().flush();
    }
}
