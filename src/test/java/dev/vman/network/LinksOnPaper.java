package dev.vman.network;

import dev.vman.host.LoopbackPorts;
import dev.vman.inventory.Ipv4Subnet;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** A host with one route and one bridge. */
@Mock
@ApplicationScoped
public class LinksOnPaper implements HostLinks {
    /** Where the host's own network is. */
    public static final String ROUTE = "10.99.0.0/16";

    public static final String BRIDGE = "br-host";

    @Override
    public List<Route> routes() {
        return List.of(new Route(Ipv4Subnet.parse(ROUTE), "eth0"));
    }

    @Override
    public boolean hasBridge(String name) {
        return name.equals(BRIDGE);
    }

    @Override
    public boolean isPortFree(boolean udp, int port) {
        return LoopbackPorts.isFree(udp, port);
    }
}
