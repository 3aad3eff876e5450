package dev.vman.inventory;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A network card of a VM. */
@Entity
public class Nic {
    @Id public UUID id;
    public UUID vm;
    public UUID network;

    /** Its place among the VM's NICs, from 0. */
    public int slot;

    public MacAddress mac;

    /** The address that it always gets; null: one that is free. */
    public @Nullable Ipv4Address ip;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate, or by whoever creates the row
    public Nic() {}
}
