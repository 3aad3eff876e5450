package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.vman.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 address in dotted decimals, four numbers without leading zeros.
 *
 * @param bits the address as a number from 0 to 2^32 - 1
 */
public record Ipv4Address(long bits) implements Comparable<Ipv4Address> {
    private static final String NUMBER = "(0|[1-9][0-9]{0,2})";
    private static final Pattern SHAPE =
            Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "\\." + NUMBER);
    private static final long MOST = 0xFFFF_FFFFL;
    private static final int BYTE = 0xFF;

    public Ipv4Address {
        if (bits < 0 || bits > MOST) {
            throw new IllegalArgumentException("no IPv4 address: " + bits);
        }
    }

    /** Reads an address; the error names no field of a request but {@code ip}. */
    @JsonCreator
    public static Ipv4Address parse(String text) {
        return parse("ip", text);
    }

    /** Reads an address; the error names this field. */
    public static Ipv4Address parse(String field, String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw Failure.Invalid.field(field, "must be an IPv4 address, such as 10.77.0.5");
        }
        long bits = 0;
        for (int group = 1; group <= 4; group++) {
            int number = Integer.parseInt(matcher.group(group));
            if (number > BYTE) {
                throw Failure.Invalid.field(field, "must be an IPv4 address, such as 10.77.0.5");
            }
            bits = (bits << 8) | number;
        }
        return new Ipv4Address(bits);
    }

    /** The address that many further on. */
    public Ipv4Address plus(long count) {
        return new Ipv4Address(bits + count);
    }

    @Override
    public int compareTo(Ipv4Address other) {
        return Long.compare(bits, other.bits);
    }

    @Override
    @JsonValue
    public String toString() {
        return ((bits >> 24) & BYTE)
                + "."
                + ((bits >> 16) & BYTE)
                + "."
                + ((bits >> 8) & BYTE)
                + "."
                + (bits & BYTE);
    }
}
