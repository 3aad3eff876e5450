package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.vman.Failure;
import java.util.List;

/**
 * A subnet that guests can live in, written {@code 10.77.0.0/24}: from /8 to /30, no host bits, and
 * nothing that is loopback, link-local, multicast or reserved.
 *
 * @param base its lowest address
 * @param prefix how many leading bits all of its addresses share
 */
public record Ipv4Subnet(Ipv4Address base, int prefix) {
    private static final int LARGEST = 8;
    private static final int SMALLEST = 30;
    private static final int BITS = 32;
    private static final long MULTICAST = 224L << 24;

    public Ipv4Subnet {
        if (prefix < LARGEST || prefix > SMALLEST) {
            throw Failure.Invalid.field("subnet", "must be from /8 to /30");
        }
        if ((base.bits() & (1L << (BITS - prefix)) - 1) != 0) {
            throw Failure.Invalid.field(
                    "subnet",
                    "has host bits: its lowest address is "
                            + new Ipv4Address(base.bits() & -(1L << (BITS - prefix))));
        }
    }

    /** Reads a subnet; throws {@link Failure.Invalid} for the field {@code subnet}. */
    @JsonCreator
    public static Ipv4Subnet parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || !parts[1].matches("[1-9]?[0-9]")) {
            throw Failure.Invalid.field("subnet", "must be an IPv4 subnet, such as 10.77.0.0/24");
        }
        Ipv4Subnet subnet =
                new Ipv4Subnet(Ipv4Address.parse("subnet", parts[0]), Integer.parseInt(parts[1]));
        if (subnet.isReserved()) {
            throw Failure.Invalid.field(
                    "subnet", "overlaps addresses that are reserved (loopback, link-local, ...)");
        }
        return subnet;
    }

    public Ipv4Address firstHost() {
        return base.plus(1);
    }

    public Ipv4Address lastHost() {
        return base.plus(size() - 2);
    }

    public Ipv4Address broadcast() {
        return base.plus(size() - 1);
    }

    /** How many addresses there are, those that no host can have included. */
    public long size() {
        return 1L << (BITS - prefix);
    }

    /** Whether a host in it can have this address. */
    public boolean canBeHost(Ipv4Address address) {
        return address.compareTo(firstHost()) >= 0 && address.compareTo(lastHost()) <= 0;
    }

    public boolean overlaps(Ipv4Subnet other) {
        return base.compareTo(other.broadcast()) <= 0 && other.base.compareTo(broadcast()) <= 0;
    }

    @Override
    @JsonValue
    public String toString() {
        return base + "/" + prefix;
    }

    /** 224.0.0.0 and above: multicast, reserved, and the broadcast address. */
    private boolean isReserved() {
        return broadcast().bits() >= MULTICAST || Reserved.TAKEN.stream().anyMatch(this::overlaps);
    }

    /** A class of its own, because a subnet that is made while this one is loaded has none yet. */
    private static final class Reserved {
        private static final List<Ipv4Subnet> TAKEN =
                List.of(of("0.0.0.0", 8), of("127.0.0.0", 8), of("169.254.0.0", 16));

        private static Ipv4Subnet of(String base, int prefix) {
            return new Ipv4Subnet(Ipv4Address.parse(base), prefix);
        }
    }
}
