package dev.vman.inventory;

import dev.vman.journal.Target;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;
import org.jspecify.annotations.Nullable;

/** Values that a VM takes where its request does not say. */
@Entity
public class Template {
    @Id public UUID id;

    @Column(unique = true)
    public String name;

    public int cpus;
    public int memoryMib;
    public @Nullable Long diskSizeBytes;
    public @Nullable String machine;

    @Enumerated(EnumType.STRING)
    public @Nullable Firmware firmware;

    public @Nullable String network;
    public @Nullable UUID image;

    @ElementCollection
    @CollectionTable(name = "template_label", joinColumns = @JoinColumn(name = "template"))
    @MapKeyColumn(name = "label")
    @Column(name = "label_value")
    @Fetch(FetchMode.SUBSELECT)
    public Map<String, String> labels = new HashMap<>();

    public Instant createdAt;
    public Instant updatedAt;

    @Version public long version;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate, or by whoever creates the row
    public Template() {}

    public Target target() {
        return new Target("template", id, name);
    }
}
