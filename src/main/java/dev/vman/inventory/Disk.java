package dev.vman.inventory;

import dev.vman.journal.Target;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A disk, attached to a VM or not. Its file's name follows from id and format. */
@Entity
public class Disk {
    @Id public UUID id;

    @Column(unique = true)
    public String name;

    public long sizeBytes;

    @Enumerated(EnumType.STRING)
    public DiskFormat format;

    @Enumerated(EnumType.STRING)
    public DiskState state;

    /** The VM that it is attached to. */
    public @Nullable UUID vm;

    @Enumerated(EnumType.STRING)
    public @Nullable DiskBus bus;

    /** Root port or SCSI target on its VM; unique there by bus. */
    public @Nullable Integer slot;

    public boolean readOnly;

    /** The image that its file is an overlay of. */
    public @Nullable UUID image;

    /** Made with its VM, and deleted with it. */
    public boolean root;

    /** QEMU was asked to give it up and the guest has not released it yet. */
    public boolean detachPending;

    public boolean protectedFromDeletion;
    public Instant createdAt;
    public Instant updatedAt;

    @Version public long version;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate, or by whoever creates the row
    public Disk() {}

    public Target target() {
        return new Target("disk", id, name);
    }

    /** Leaves its VM. */
    public void detach() {
        state = DiskState.AVAILABLE;
        vm = null;
        bus = null;
        slot = null;
        readOnly = false;
        detachPending = false;
        root = false;
    }
}
