package dev.vman.inventory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;

/** What a VM's guest is told; gone with the VM. */
@Entity
class VmMetadata {
    @Id UUID vm;

    /** {@link Metadata} as JSON. */
    @Column String metadata;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate
    protected VmMetadata() {}

    VmMetadata(UUID vm, String metadata) {
        this.vm = vm;
        this.metadata = metadata;
    }
}
