package dev.vman.api;

import dev.vman.inventory.Address;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.Nic;
import dev.vman.network.SeenAddress;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A network card. In user mode its guest has an address that means nothing outside of it, so there
 * is none.
 */
record NicView(
        UUID id,
        @Schema(examples = "default") String network,
        @Schema(examples = "52:54:00:12:34:56") String mac,
        @Schema(
                        implementation = String.class,
                        description = "What its guest is reached by; null: not running, user mode.",
                        examples = "10.77.0.2")
                @Nullable Ipv4Address ip,
        @Schema(
                        implementation = String.class,
                        description = "The address that it always gets.",
                        examples = "10.77.0.10")
                @Nullable Ipv4Address fixed,
        @Schema(
                        implementation = String.class,
                        description = "Given by VMAN for this run.",
                        examples = "10.77.0.2")
                @Nullable Ipv4Address assigned,
        @Schema(
                        implementation = String.class,
                        description = "Taken by the guest from DHCP.",
                        examples = "10.77.0.2")
                @Nullable Ipv4Address leased,
        @Schema(
                        implementation = String.class,
                        description =
                                "In use, as the host's neighbour table says, or the guest's agent.",
                        examples = "10.77.0.2")
                @Nullable Ipv4Address seen,
        @Schema(
                        description =
                                "Its guest was asked to release it, and has not: it goes when it does.",
                        examples = "false")
                boolean detachPending) {
    /**
     * Shows it.
     *
     * @param foreign its addresses are somebody else's to give: only seen ones are true
     */
    static NicView of(
            Nic nic,
            String network,
            boolean foreign,
            @Nullable Address address,
            List<SeenAddress> known) {
        @Nullable Ipv4Address assigned = address == null || foreign ? null : address.ip;
        @Nullable Ipv4Address neighbour = known(nic, assigned, known, SeenAddress.How.SEEN);
        @Nullable Ipv4Address seen =
                neighbour == null
                        ? known(nic, assigned, known, SeenAddress.How.REPORTED)
                        : neighbour;
        boolean running = address != null;
        return new NicView(
                nic.id,
                network,
                nic.mac.value(),
                foreign ? seen : assigned,
                nic.ip,
                assigned,
                running ? known(nic, assigned, known, SeenAddress.How.LEASED) : null,
                running ? seen : null,
                nic.detachPending);
    }

    /** Of several the one that is assigned. */
    private static @Nullable Ipv4Address known(
            Nic nic, @Nullable Ipv4Address assigned, List<SeenAddress> known, SeenAddress.How how) {
        return known.stream()
                .filter(address -> address.mac().equals(nic.mac) && address.how() == how)
                .map(SeenAddress::ip)
                .min(Comparator.comparing(ip -> !ip.equals(assigned)))
                .orElse(null);
    }
}
