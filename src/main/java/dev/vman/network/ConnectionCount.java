package dev.vman.network;

import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts open connections, so that no guest takes those of the others. */
final class ConnectionCount {
    private final MetadataLimits limits;
    private final Map<InetAddress, Integer> open = new HashMap<>();
    private int total;

    ConnectionCount(MetadataLimits limits) {
        this.limits = limits;
    }

    /** Counts it until it is closed; false, and it is not counted, where there are too many. */
    boolean admit(SocketChannel channel) {
        InetAddress guest = channel.remoteAddress().getAddress();
        if (!enter(guest)) {
            return false;
        }
        var _ = channel.closeFuture().addListener(_ -> leave(guest));
        return true;
    }

    synchronized boolean enter(InetAddress guest) {
        int before = open.getOrDefault(guest, 0);
        if (before >= limits.perGuest() || total >= limits.inAll()) {
            return false;
        }
        open.put(guest, before + 1);
        total++;
        return true;
    }

    synchronized void leave(InetAddress guest) {
        open.computeIfPresent(guest, (_, count) -> count == 1 ? null : count - 1);
        total--;
    }
}
