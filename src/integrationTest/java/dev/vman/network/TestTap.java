package dev.vman.network;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A guest's end of a tap: what is written here arrives on the bridge, as QEMU's frames do. */
final class TestTap implements AutoCloseable {
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TAP_NO_PI = 0x1002;
    private static final short POLLIN = 1;
    private static final int LARGEST = 65_536;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final MethodHandle OPEN =
            function("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETNS =
            function("setns", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle IOCTL =
            function("ioctl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    private static final MethodHandle READ =
            function("read", 3, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            function("write", 3, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle POLL =
            function("poll", 3, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE =
            function("close", 1, FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final int fd;

    private TestTap(int fd) {
        this.fd = fd;
    }

    private static MethodHandle function(String name, int named, FunctionDescriptor signature) {
        Linker linker = Linker.nativeLinker();
        MemorySegment symbol = linker.defaultLookup().findOrThrow(name);
        return named < signature.argumentLayouts().size() || name.equals("open")
                ? linker.downcallHandle(symbol, signature, Linker.Option.firstVariadicArg(named))
                : linker.downcallHandle(symbol, signature);
    }

    /** Opens the tap of that name in the namespace; a thread that goes there does not come back. */
    static TestTap open(String namespace, String name) throws InterruptedException {
        AtomicInteger fd = new AtomicInteger(-1);
        Thread visitor =
                Thread.ofPlatform().name("in-" + namespace).start(() -> visit(namespace, name, fd));
        assertThat(visitor.join(PATIENCE)).isTrue();
        assertThat(fd.get()).as("tap " + name).isNotNegative();
        return new TestTap(fd.get());
    }

    private static void visit(String namespace, String name, AtomicInteger result) {
        try (Arena arena = Arena.ofConfined()) {
            int there = (int) OPEN.invokeExact(arena.allocateFrom("/run/netns/" + namespace), 0);
            int entered = (int) SETNS.invokeExact(there, CLONE_NEWNET);
            int _ = (int) CLOSE.invokeExact(there);
            int tun =
                    (int) OPEN.invokeExact(arena.allocateFrom("/dev/net/tun"), O_RDWR | O_NONBLOCK);
            MemorySegment request = arena.allocate(40);
            request.setString(0, name);
            request.set(JAVA_SHORT, 16, IFF_TAP_NO_PI);
            int set = (int) IOCTL.invokeExact(tun, TUNSETIFF, request);
            result.set(entered == 0 && set == 0 ? tun : -1);
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    void send(byte[] frame) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, frame);
            long written = (long) WRITE.invokeExact(fd, bytes, (long) frame.length);
            assertThat(written).isEqualTo(frame.length);
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    /** All frames up to the first that passes, which is the last of them. */
    List<byte[]> readUntil(Predicate<byte[]> last) {
        List<byte[]> frames = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            byte @Nullable [] frame = next();
            if (frame == null) {
                continue;
            }
            frames.add(frame);
            if (last.test(frame)) {
                return frames;
            }
        }
        throw new AssertionError("not within " + PATIENCE + ", but " + frames.size() + " others");
    }

    /** Null when none came within a moment. */
    private byte @Nullable [] next() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(8, 4);
            poll.set(JAVA_INT, 0, fd);
            poll.set(JAVA_SHORT, 4, POLLIN);
            int ready = (int) POLL.invokeExact(poll, 1L, 100);
            if (ready <= 0) {
                return null;
            }
            MemorySegment buffer = arena.allocate(LARGEST);
            long length = (long) READ.invokeExact(fd, buffer, (long) LARGEST);
            return length <= 0
                    ? null
                    : Arrays.copyOf(buffer.toArray(JAVA_BYTE), Math.toIntExact(length));
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        try {
            int _ = (int) CLOSE.invokeExact(fd);
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }
}
