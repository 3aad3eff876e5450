package dev.vman.network;

import java.util.List;
import java.util.Optional;

/**
 * What lies in a network's folder.
 *
 * @param taps names of all taps that we may have made and not removed
 */
record NetworkFiles(
        DhcpPaths paths,
        Optional<String> conf,
        Optional<String> hosts,
        Optional<String> names,
        List<String> taps,
        List<Lease> leases) {
    NetworkFiles {
        taps = List.copyOf(taps);
        leases = List.copyOf(leases);
    }
}
