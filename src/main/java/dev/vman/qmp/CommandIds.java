package dev.vman.qmp;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names the commands of one connection. The names are unique over connections too, since QEMU may
 * hand the answer to a command of the connection before to this one.
 */
final class CommandIds {
    private final String prefix = Long.toHexString(ThreadLocalRandom.current().nextLong()) + "-";
    private final AtomicLong last = new AtomicLong();

    String next() {
        return prefix + last.incrementAndGet();
    }
}
