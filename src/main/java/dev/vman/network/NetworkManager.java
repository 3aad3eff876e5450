package dev.vman.network;

import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Makes networks on bridges what they should be. Every method may be called at any time, also by
 * several threads: calls for one namespace follow each other. Nothing here remembers: each call
 * reads what is there.
 *
 * <p>Failures are {@link dev.vman.Failure.HostFailure} with code {@code network-failed} and the
 * tool's own words; what was made before a failure stays, and the next call goes on from there.
 */
public interface NetworkManager {
    /** What this host can do. */
    NetworkAbility ability();

    /** The changes that {@link #apply} would make, in their order; changes nothing. */
    List<NetworkChange> plan(DesiredNetwork network);

    /**
     * Makes the changes: filters before links, what is gone before what comes. Returns those made;
     * empty when all was as wanted.
     */
    List<NetworkChange> apply(DesiredNetwork network);

    /** Removes all that was made for a network, foreign bridges excepted. Idempotent. */
    void remove(DesiredNetwork network);

    /**
     * Removes everything of ours in the namespace that belongs to no known network: bridges, taps,
     * tables, DHCP servers. Returns what it was.
     *
     * @param known asked of each network once it was seen there, so that its row, which comes
     *     first, is there as well
     */
    List<NetworkChange> sweep(Predicate<UUID> known);

    /** Leases and neighbours of a network's bridge. */
    List<SeenAddress> addresses(DesiredNetwork network);
}
