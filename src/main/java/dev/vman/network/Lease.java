package dev.vman.network;

import dev.vman.Failure;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import java.util.List;
import java.util.Optional;

/** A line of dnsmasq's lease file: who has an address. */
record Lease(MacAddress mac, Ipv4Address ip) {
    /** {@code <expiry> <mac> <ip> <name> <client id>}; other lines are not about IPv4. */
    private static final int FIELDS = 5;

    /** All that can be understood. */
    static List<Lease> read(String file) {
        return file.lines().map(Lease::ofLine).flatMap(Optional::stream).toList();
    }

    /** The file without the lines of these leases. */
    static String without(String file, List<Lease> gone) {
        StringBuilder kept = new StringBuilder();
        file.lines()
                .filter(line -> ofLine(line).filter(gone::contains).isEmpty())
                .forEach(line -> kept.append(line).append('\n'));
        return kept.toString();
    }

    private static Optional<Lease> ofLine(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Lease(MacAddress.parse(fields[1]), Ipv4Address.parse(fields[2])));
        } catch (Failure.Invalid notOfIpv4) {
            return Optional.empty();
        }
    }
}
