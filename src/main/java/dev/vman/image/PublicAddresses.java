package dev.vman.image;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses that belong to the world: not this host's, not its neighbours', not those that carry
 * another address within, which a translator on the way would go to.
 */
final class PublicAddresses implements AddressRule {
    /** Of IANA's registry of special-purpose addresses, and all above multicast. */
    private static final List<Prefix> NOT_IN_4 =
            Stream.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.88.99.0/24",
                            "192.168.0.0/16",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/3")
                    .map(Prefix::parse)
                    .toList();

    /** Within 2000::/3, outside of which nothing is public. */
    private static final List<Prefix> NOT_IN_6 =
            Stream.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "3ffe::/16")
                    .map(Prefix::parse)
                    .toList();

    private static final Prefix GLOBAL = Prefix.parse("2000::/3");

    @Override
    public boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        return switch (address) {
            // Java has taken IPv4 out of mapped addresses by now.
            case Inet4Address _ -> NOT_IN_4.stream().noneMatch(prefix -> prefix.contains(bytes));
            case Inet6Address _ ->
                    GLOBAL.contains(bytes)
                            && NOT_IN_6.stream().noneMatch(prefix -> prefix.contains(bytes));
            default -> false;
        };
    }

    /** The first bits of addresses of one family. */
    private record Prefix(InetAddress first, int bits) {
        static Prefix parse(String text) {
            String[] parts = text.split("/", 2);
            return new Prefix(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
        }

        boolean contains(byte[] address) {
            byte[] bytes = first.getAddress();
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (bytes[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
