package dev.vman.network;

import java.util.HexFormat;
import java.util.UUID;

/** What a network's tables and bridge are known by, made of its id. */
record NetworkNames(UUID id) {
    /** The link group of all our bridges, by which filters keep networks apart. */
    static final int BRIDGE_GROUP = 30317;

    private static final String TABLE_PREFIX = "vman-";

    /** Locally administered, of one station. */
    private static final String MAC_PREFIX = "0a:76";

    private static final int TABLE_DIGITS = 10;
    private static final int MAC_DIGITS = 8;

    /** Of the {@code inet} and of the {@code bridge} table. */
    String table() {
        return TABLE_PREFIX + lastDigits(TABLE_DIGITS);
    }

    /**
     * The Ethernet address that our bridge is made with: it tells ours from others' of the same
     * name, and the gateway's address stays when ports come and go.
     */
    String bridgeMac() {
        String hex = lastDigits(MAC_DIGITS);
        StringBuilder mac = new StringBuilder(MAC_PREFIX);
        for (int at = 0; at < MAC_DIGITS; at += 2) {
            mac.append(':').append(hex, at, at + 2);
        }
        return mac.toString();
    }

    private String lastDigits(int count) {
        String hex = HexFormat.of().toHexDigits(id.getLeastSignificantBits());
        return hex.substring(hex.length() - count);
    }
}
