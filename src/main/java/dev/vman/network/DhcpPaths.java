package dev.vman.network;

import java.nio.file.Path;

/** The files of one network's DHCP server. */
record DhcpPaths(Path folder) {
    Path conf() {
        return folder.resolve("dnsmasq.conf");
    }

    /** Who gets which address. */
    Path hosts() {
        return folder.resolve("hosts");
    }

    /** Which name has which address. */
    Path names() {
        return folder.resolve("names");
    }

    /** The server's own: who has an address now. */
    Path leases() {
        return folder.resolve("leases");
    }

    Path log() {
        return folder.resolve("dnsmasq.log");
    }
}
