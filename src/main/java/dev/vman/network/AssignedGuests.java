package dev.vman.network;

import dev.vman.inventory.Addresses;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.Metadata;
import dev.vman.inventory.MetadataRows;
import dev.vman.inventory.Nic;
import dev.vman.inventory.Nics;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;

/** Guests by the addresses that they are assigned; no two networks have the same. */
@ApplicationScoped
class AssignedGuests implements GuestDirectory {
    private final Addresses addresses;
    private final Nics nics;
    private final Vms vms;
    private final MetadataRows metadata;

    AssignedGuests(Addresses addresses, Nics nics, Vms vms, MetadataRows metadata) {
        this.addresses = addresses;
        this.nics = nics;
        this.vms = vms;
        this.metadata = metadata;
    }

    @Override
    public Optional<GuestMetadata> byAddress(Ipv4Address ip) {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        addresses
                                .find("ip", ip)
                                .firstResultOptional()
                                .flatMap(address -> nics.findByIdOptional(address.nic))
                                .map(nic -> guest(vms.require(nic.vm), nic, ip)));
    }

    private GuestMetadata guest(Vm vm, Nic nic, Ipv4Address ip) {
        Metadata told = metadata.of(vm.id);
        return new GuestMetadata(
                vm.id,
                Objects.requireNonNullElse(told.hostname(), vm.name),
                ip,
                nic.mac,
                told.sshKeys(),
                Optional.ofNullable(told.userData()));
    }
}
