package dev.vman.inventory;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A port of the host that leads to one of a VM's first NIC. */
@Entity
@Table(name = "forward")
public class PortForward {
    /** Of all: one never changes. */
    public static final long VERSION = 0;

    @Id public UUID id;
    public UUID vm;

    @Enumerated(EnumType.STRING)
    public Protocol protocol;

    public int hostPort;
    public int guestPort;
    public Instant createdAt;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate, or by whoever creates the row
    public PortForward() {}
}
