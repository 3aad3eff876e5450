package dev.vman.inventory;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;

/**
 * An address that a NIC has now: written in the transaction that admits its VM's start, deleted in
 * the one that records that the process is gone.
 */
@Entity
public class Address {
    @Id public UUID nic;
    public UUID vm;
    public UUID network;
    public Ipv4Address ip;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate, or by whoever creates the row
    public Address() {}
}
