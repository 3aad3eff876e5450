package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import dev.vman.network.Port;
import dev.vman.network.SeenAddress;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An address that a network has given away.
 *
 * @param state how far it is known: ours, asked for by the guest, in use
 */
record AllocationView(
        @Schema(implementation = String.class, examples = "10.77.0.2") Ipv4Address ip,
        @Schema(examples = "52:54:00:12:34:56") String mac,
        UUID vm,
        @Schema(examples = "web-1") String name,
        State state) {
    /** How far it is known. */
    public enum State {
        ASSIGNED,
        LEASED,
        SEEN;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static AllocationView of(Port port, List<SeenAddress> known) {
        return new AllocationView(
                port.ip(),
                port.mac().value(),
                port.vm(),
                port.hostname(),
                state(port.mac(), port.ip(), known));
    }

    private static State state(MacAddress mac, Ipv4Address ip, List<SeenAddress> known) {
        if (known.contains(new SeenAddress(mac, ip, SeenAddress.How.SEEN))) {
            return State.SEEN;
        }
        return known.contains(new SeenAddress(mac, ip, SeenAddress.How.LEASED))
                ? State.LEASED
                : State.ASSIGNED;
    }
}
