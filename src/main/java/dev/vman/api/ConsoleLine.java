package dev.vman.api;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way into one VM's serial line, for one client at a time: who types first has it, until he
 * leaves, has typed nothing for a minute, or somebody takes it. The socket of QEMU, which people
 * may want for themselves, is held as long as somebody has the line, and a moment longer: QEMU
 * drops what its guest has not read when the socket is closed.
 */
final class ConsoleLine {
    static final Duration IDLE = Duration.ofMinutes(1);
    static final Duration LINGER = Duration.ofSeconds(5);
    private final SerialPort port;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ConsoleTypist holder;
    private @Nullable SerialLink link;
    private long typedAt;
    private int clients;

    ConsoleLine(SerialPort port) {
        this.port = port;
    }

    /** Gives bytes to QEMU; returns when it has them, or never will. */
    Typing type(ConsoleTypist who, byte[] bytes) {
        SerialLink heard;
        lock.lock();
        try {
            if (holder != null && holder != who && !idleFor(IDLE)) {
                return new Typing.HeldByAnother();
            }
            hand(who);
            heard = linked();
        } catch (IOException e) {
            return new Typing.Unheard(String.valueOf(e.getMessage()));
        } finally {
            lock.unlock();
        }
        return heard.write(bytes) ? new Typing.Done() : new Typing.Unheard("the line has ended.");
    }

    /** Gives the line to him, whoever has it. */
    void take(ConsoleTypist who) {
        lock.lock();
        try {
            hand(who);
        } finally {
            lock.unlock();
        }
    }

    private void hand(ConsoleTypist who) {
        ConsoleTypist before = holder;
        holder = who;
        typedAt = System.nanoTime();
        if (before != null && before != who) {
            before.lost();
        }
    }

    private SerialLink linked() throws IOException {
        SerialLink present = link;
        if (present == null || !present.isOpen()) {
            present = port.connect();
            link = present;
        }
        return present;
    }

    /** Does nothing where he does not have it. */
    void leave(ConsoleTypist who) {
        lock.lock();
        try {
            if (holder == who) {
                holder = null;
                typedAt = System.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    ConsoleLine join() {
        lock.lock();
        try {
            clients++;
            return this;
        } finally {
            lock.unlock();
        }
    }

    /** One client fewer. */
    void part() {
        lock.lock();
        try {
            clients--;
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of what nobody uses; returns whether there is nothing left to let go of. */
    boolean rest() {
        lock.lock();
        try {
            if (holder != null && idleFor(IDLE)) {
                holder = null;
            }
            if (link != null && holder == null && idleFor(LINGER)) {
                link.close();
                link = null;
            }
            return clients == 0 && holder == null && link == null;
        } finally {
            lock.unlock();
        }
    }

    private boolean idleFor(Duration time) {
        return System.nanoTime() - typedAt > time.toNanos();
    }
}
