package dev.vman.network;

import dev.vman.inventory.Ipv4Subnet;
import java.util.List;

/** What of networks was there before us, here and in the namespace. */
public interface HostLinks {
    /** Routes to subnets; the default route, link-local and single hosts are left out. */
    List<Route> routes();

    /** Whether a bridge of this name is there where networks are made. */
    boolean hasBridge(String name);

    /**
     * Whether nothing listens on this port of 127.0.0.1 now.
     *
     * @param udp else TCP
     */
    boolean isPortFree(boolean udp, int port);

    /** A subnet that is reached through a link. */
    record Route(Ipv4Subnet subnet, String link) {}
}
