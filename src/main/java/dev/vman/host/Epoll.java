package dev.vman.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** epoll(7) over descriptors that become readable once, and an eventfd(2) that ends a wait. */
final class Epoll implements AutoCloseable {

    /** The token that {@link #await} gives after {@link #wake}. */
    static final long WOKEN = 0;

    private static final int EPOLL_CLOEXEC = LibC.O_CLOEXEC;
    private static final int EFD_CLOEXEC = LibC.O_CLOEXEC;
    private static final int CTL_ADD = 1;
    private static final int CTL_DEL = 2;
    private static final int EPOLLIN = 1;
    private static final int EPOLLONESHOT = 1 << 30;
    private static final int BATCH = 64;

    /** {@code struct epoll_event} is packed on x86-64 alone. */
    private static final int DATA_OFFSET = LibC.X86_64 ? 4 : 8;

    private static final int EVENT_SIZE = DATA_OFFSET + Long.BYTES;

    private static final NativeFunction CREATE =
            NativeFunction.of("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final NativeFunction CTL =
            NativeFunction.of(
                    "epoll_ctl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final NativeFunction WAIT =
            NativeFunction.of(
                    "epoll_wait",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final NativeFunction EVENTFD =
            NativeFunction.of("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final NativeFunction WRITE =
            NativeFunction.of(
                    "write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final NativeFunction READ =
            NativeFunction.of(
                    "read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    private final int epoll;
    private final int wake;

    private Epoll(int epoll, int wake) {
        this.epoll = epoll;
        this.wake = wake;
    }

    static Epoll open() throws IOException {
        int epoll = checked("epoll_create1", CREATE.call(EPOLL_CLOEXEC));
        int wake = checked("eventfd", EVENTFD.call(0, EFD_CLOEXEC));
        Epoll opened = new Epoll(epoll, wake);
        checked("epoll_ctl", opened.control(CTL_ADD, wake, EPOLLIN, WOKEN));
        return opened;
    }

    private static int checked(String what, long result) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + Errno.describe(result));
        }
        return (int) result;
    }

    /**
     * The token comes out of {@link #await} once, when the descriptor is readable; at once if it
     * already is.
     */
    void add(int fd, long token) throws IOException {
        checked("epoll_ctl", control(CTL_ADD, fd, EPOLLIN | EPOLLONESHOT, token));
    }

    void remove(int fd) {
        long _ = control(CTL_DEL, fd, 0, 0);
    }

    private long control(int operation, int fd, int events, long token) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EVENT_SIZE, Long.BYTES);
            event.set(JAVA_INT, 0, events);
            event.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, token);
            return CTL.call(epoll, operation, fd, event);
        }
    }

    /** Blocks in C. A negative timeout waits for ever. */
    List<Long> await(int timeoutMillis) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate((long) BATCH * EVENT_SIZE, Long.BYTES);
            long count = WAIT.call(epoll, events, BATCH, timeoutMillis);
            List<Long> tokens = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                tokens.add(events.get(JAVA_LONG_UNALIGNED, i * EVENT_SIZE + DATA_OFFSET));
            }
            if (tokens.contains(WOKEN)) {
                READ.call(wake, events, (long) Long.BYTES);
            }
            return tokens;
        }
    }

    void wake() {
        try (Arena arena = Arena.ofConfined()) {
            WRITE.call(wake, arena.allocateFrom(JAVA_LONG, 1L), (long) Long.BYTES);
        }
    }

    @Override
    public void close() {
        LibC.close(wake);
        LibC.close(epoll);
    }
}
