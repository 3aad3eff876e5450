package dev.vman.image;

import dev.vman.Failure;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * What one transfer of bytes may take: so many, so long, with so much room left. To be asked for
 * each part.
 *
 * @param most bytes in all
 * @param total that are expected; 0: unknown
 * @param rate bytes a second; 0: as fast as can be
 * @param room throws when so much more would be too much for the storage
 */
record Pace(
        long most,
        long total,
        long rate,
        Duration deadline,
        LongConsumer room,
        ImportWatch watch,
        long begun) {
    private static final long ASKED = 64L << 20;

    static Pace of(
            long most,
            long total,
            long rate,
            Duration deadline,
            LongConsumer room,
            ImportWatch watch) {
        return new Pace(most, total, rate, deadline, room, watch, System.nanoTime());
    }

    /** Throws {@link Failure} where so much in all is too much. */
    void requireFits(long size) {
        if (size > most) {
            throw ImageFailure.tooLarge(most);
        }
    }

    /** Throws {@link Failure} unless it may go on, having done so much, and now this part. */
    void step(long done, int part) {
        requireFits(done);
        if (watch.cancelled()) {
            throw ImageFailure.cancelled();
        }
        long taken = System.nanoTime() - begun;
        if (taken > deadline.toNanos()) {
            throw ImageFailure.tooSlow("Reading the image", deadline);
        }
        if (done / ASKED != (done - part) / ASKED) {
            room.accept(ASKED);
        }
        watch.at(done, total);
        if (rate > 0) {
            brake(done * 1_000_000_000.0 / rate - taken);
        }
    }

    private static void brake(double nanos) {
        if (nanos > 1_000_000) {
            java.util.concurrent.locks.LockSupport.parkNanos((long) nanos);
        }
    }
}
