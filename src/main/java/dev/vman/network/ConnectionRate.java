package dev.vman.network;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often a guest may connect: a bucket of connections each, filled again as time passes. One
 * that is full is forgotten, so that only those who asked lately take memory.
 */
final class ConnectionRate {
    private static final double NANOS = 1e9;
    private final MetadataLimits limits;
    private final LongSupplier nanoTime;
    private final Map<InetAddress, Bucket> buckets = new HashMap<>();

    private record Bucket(double left, long at) {}

    ConnectionRate(MetadataLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** Takes one from the guest's bucket; false when it is empty. */
    synchronized boolean take(InetAddress guest) {
        long now = nanoTime.getAsLong();
        if (buckets.size() >= limits.inAll()) {
            buckets.values().removeIf(bucket -> filled(bucket, now) >= limits.burst());
        }
        Bucket before = buckets.getOrDefault(guest, new Bucket(limits.burst(), now));
        double left = filled(before, now);
        buckets.put(guest, new Bucket(left < 1 ? left : left - 1, now));
        return left >= 1;
    }

    private double filled(Bucket bucket, long now) {
        double since = (now - bucket.at()) / NANOS;
        return Math.min(limits.burst(), bucket.left() + since * limits.perSecond());
    }
}
