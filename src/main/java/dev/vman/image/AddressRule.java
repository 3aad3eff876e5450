package dev.vman.image;

import java.net.InetAddress;

/** Which addresses images may be fetched from. */
interface AddressRule {
    boolean allows(InetAddress address);
}
