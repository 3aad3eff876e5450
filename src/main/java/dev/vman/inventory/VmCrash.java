package dev.vman.inventory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;

/** A VM's last crash; gone with the VM. */
@Entity
class VmCrash {
    @Id UUID vm;

    /** {@link Crash} as JSON. */
    @Column String dossier;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate
    protected VmCrash() {}

    VmCrash(UUID vm, String dossier) {
        this.vm = vm;
        this.dossier = dossier;
    }
}
