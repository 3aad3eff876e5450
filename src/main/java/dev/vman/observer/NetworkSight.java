package dev.vman.observer;

import dev.vman.host.Presence;
import dev.vman.network.DesiredNetwork;
import dev.vman.network.NetworkChange;
import dev.vman.network.SeenAddress;
import java.util.List;

/**
 * A network on a bridge, as it should be and as it is.
 *
 * @param told what would be changed, and who has which address; unknown where the host can't say
 */
record NetworkSight(String name, DesiredNetwork desired, Presence<Told> told) {
    /** What the host says. */
    record Told(List<NetworkChange> plan, List<SeenAddress> addresses) {}
}
