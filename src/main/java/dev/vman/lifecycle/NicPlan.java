package dev.vman.lifecycle;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.Nic;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A NIC of a new VM, with all that was chosen. */
record NicPlan(UUID id, UUID network, MacAddress mac, @Nullable Ipv4Address ip) {
    Nic row(UUID vm, int slot) {
        Nic row = new Nic();
        row.id = id;
        row.vm = vm;
        row.network = network;
        row.slot = slot;
        row.mac = mac;
        row.ip = ip;
        return row;
    }
}
