package dev.vman.inventory;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A VM's CD-ROM drive; gone with the VM. One without a drive has no row. */
@Entity
public class VmCdrom {
    @Id public UUID vm;

    /** What lies in it: an ISO image. */
    public @Nullable UUID image;

    /** What is being put into it: must not be deleted meanwhile. */
    @Nullable UUID coming;

    /** False while the VM is only just getting a drive. */
    boolean fitted;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate
    protected VmCdrom() {}

    VmCdrom(UUID vm) {
        this.vm = vm;
    }
}
