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

/** An image. Its file's name follows from id and kind; what is recorded of it is that of READY. */
@Entity
public class Image {
    @Id public UUID id;

    @Column(unique = true)
    public String name;

    @Enumerated(EnumType.STRING)
    public ImageKind kind;

    @Enumerated(EnumType.STRING)
    public ImageState state;

    public @Nullable String stateReason;

    /** Where it came from, for people. */
    public String source;

    /** What a guest sees. */
    public long virtualBytes;

    /** Of its file, as it was when it became READY. */
    public long fileBytes;

    /** When its file was written last, in nanoseconds since 1970. */
    public long modifiedNanos;

    /** Of its file. */
    public @Nullable String sha256;

    /** Nothing new may lean on it. */
    public boolean deleting;

    public Instant createdAt;
    public Instant updatedAt;

    @Version public long version;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate, or by whoever creates the row
    public Image() {}

    public Target target() {
        return new Target("image", id, name);
    }
}
