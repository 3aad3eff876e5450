package dev.vman.agent;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bytes between us and one process of the guest, over a port that has no protocol at all. A watch
 * looks after that process meanwhile: when it ends early, its agent goes, or nothing moves for too
 * long, the line is cut. Closing it ends the process too.
 */
final class Transfer implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(500);
    // What a process has written before its end is still on its way.
    private static final Duration REST = Duration.ofSeconds(2);
    private static final long IDLE = 0;

    private final GuestProcesses processes;
    private final SocketChannel channel;
    private final long pid;
    private final Duration stall;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile long waitingSince = IDLE;
    private @Nullable CommandResult ended;
    private volatile @Nullable String trouble;

    private Transfer(GuestProcesses processes, SocketChannel channel, long pid, Duration stall) {
        this.processes = processes;
        this.channel = channel;
        this.pid = pid;
        this.stall = stall;
    }

    /** Takes the line first: a process that finds nobody at its other end would end at once. */
    static Transfer with(
            GuestProcesses processes, SocketDial socket, List<String> command, Duration stall) {
        try {
            SocketChannel channel = socket.connect();
            try {
                long pid = processes.start(command, Optional.empty());
                Transfer transfer = new Transfer(processes, channel, pid, stall);
                var _ = Thread.ofVirtual().name("agent-transfer").start(transfer::watch);
                return transfer;
            } catch (RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new AgentSilent("the machine has no port for files: " + e.getMessage(), e);
        }
    }

    void write(ByteBuffer bytes) {
        await(() -> {
            while (bytes.hasRemaining()) {
                int _ = channel.write(bytes);
                waitingSince = now();
            }
            return 0;
        });
    }

    /** Reads what there is, at least one byte. */
    void read(ByteBuffer target) {
        await(() -> {
            int count = channel.read(target);
            if (count < 0) {
                throw new EOFException("the guest's end was closed");
            }
            return count;
        });
    }

    /** The process at the other end reads to here. */
    void endOfInput() {
        await(() -> {
            channel.shutdownOutput();
            return 0;
        });
    }

    private interface Step {
        int run() throws IOException;
    }

    private void await(Step step) {
        waitingSince = now();
        try {
            int _ = step.run();
        } catch (IOException e) {
            throw failed(e);
        } finally {
            waitingSince = IDLE;
        }
    }

    private TransferFailed failed(IOException e) {
        String known = trouble;
        return new TransferFailed(
                known == null ? "the line to the guest ended: " + e.getMessage() : known, e);
    }

    /** Waits for the process's end, as long as bytes may stand still. */
    CommandResult awaitEnd() {
        Deadline end = Deadline.in(stall);
        Pace pace = new Pace();
        while (!end.passed()) {
            Optional<CommandResult> known = look();
            if (known.isPresent()) {
                return known.get();
            }
            pace.pause();
        }
        throw new TransferFailed("the guest does not come to the file's end");
    }

    /** The agent tells an end only once, and there are two who ask. */
    private synchronized Optional<CommandResult> look() {
        if (ended == null) {
            ended = processes.ended(pid).orElse(null);
        }
        return Optional.ofNullable(ended);
    }

    private void watch() {
        try {
            while (!over.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
                Optional<CommandResult> known = look();
                if (known.isPresent()) {
                    awaitRest(System.nanoTime());
                    cut("the guest's end was closed: " + Excerpt.of(known.get().stderr()));
                    return;
                }
                if (stalled()) {
                    cut("nothing has moved for " + stall.toSeconds() + " s");
                    return;
                }
            }
        } catch (AgentException e) {
            cut(e.detail());
        } catch (InterruptedException _) {
            cut("interrupted");
        }
    }

    /** Until nothing has come for a while; a slow reader takes what it has not yet read. */
    private void awaitRest(long end) throws InterruptedException {
        boolean rested = false;
        while (!rested && !over.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
            long since = waitingSince;
            long from = since - end > 0 ? since : end;
            rested = since != IDLE && System.nanoTime() - from > REST.toNanos();
        }
    }

    private boolean stalled() {
        long since = waitingSince;
        return since != IDLE && System.nanoTime() - since > stall.toNanos();
    }

    /** Never {@link #IDLE}. */
    private static long now() {
        return System.nanoTime() | 1;
    }

    private void cut(String why) {
        trouble = why;
        closeChannel();
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException _) {
            // It is of no use any more in any case.
        }
    }

    @Override
    public void close() {
        over.countDown();
        closeChannel();
        synchronized (this) {
            if (ended != null) {
                return;
            }
        }
        processes.kill(pid);
        try {
            Optional<CommandResult> _ = look();
        } catch (AgentException _) {
            // The agent is gone, and its process with it, or out of our reach.
        }
    }
}
