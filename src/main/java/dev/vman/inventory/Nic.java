package dev.vman.inventory;

import dev.vman.journal.Target;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A network card of a VM. */
@Entity
public class Nic {
    @Id public UUID id;
    public UUID vm;
    public UUID network;

    /** Its place among the VM's NICs, from 0; it stays when another one leaves. */
    public int slot;

    /**
     * The PCIe root port that it sits on, where it was added after its VM; unique there, among
     * disks too. Null: on the root bus, which nothing leaves while the VM runs.
     */
    public @Nullable Integer port;

    public MacAddress mac;

    /** The address that it always gets; null: one that is free. */
    public @Nullable Ipv4Address ip;

    /** QEMU was asked to give it up and the guest has not released it yet. */
    public boolean detachPending;

    @Version public long version;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate, or by whoever creates the row
    public Nic() {}

    public Target target() {
        return new Target("nic", id, mac.value());
    }
}
