package dev.vman.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One client's WebSocket, for blocking code. Nothing piles up: what is sent waits until the one
 * before has gone to the socket, and a frame is taken from the client only when somebody waits for
 * it, so that a client which sends too much is slowed down by TCP itself. A client that takes
 * nothing for the time allowed is cut off.
 */
final class LiveSocket {
    private static final int UNREAD_PONGS = 64;
    private static final int MISSED_BEATS = 3;
    private static final Duration PAUSE = Duration.ofMillis(10);
    private final ServerWebSocket line;
    private final Duration patience;
    private final BlockingQueue<Optional<WebSocketFrame>> inbox = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ReentrantLock sending = new ReentrantLock();
    private volatile long heard = System.nanoTime();
    private volatile boolean listening;
    private int pongsUnread;

    /** To be made on the socket's event loop, before its first frame. */
    LiveSocket(ServerWebSocket line, Duration patience) {
        this.line = line;
        this.patience = patience;
        line.pause()
                .frameHandler(this::frame)
                .exceptionHandler(_ -> over())
                .closeHandler(_ -> over());
    }

    /** On the event loop. */
    private void frame(WebSocketFrame frame) {
        heard = System.nanoTime();
        if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
            boolean _ = inbox.add(Optional.of(frame));
        } else if (frame.isPing()) {
            countPong();
        }
    }

    /** Vert.x answers pings at once, whether or not the client reads the answers. */
    private void countPong() {
        pongsUnread = !line.isClosed() && line.writeQueueFull() ? pongsUnread + 1 : 0;
        if (pongsUnread > UNREAD_PONGS) {
            end(Closing.TOO_MUCH, "More pings than pongs are read.");
        }
    }

    private void over() {
        over.countDown();
        boolean _ = inbox.add(Optional.empty());
    }

    boolean isOpen() {
        return over.getCount() > 0;
    }

    /** Waits so long, or until the socket is closed. */
    void pause(Duration time) {
        try {
            boolean _ = over.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            end(Closing.GOING_AWAY, "The daemon is ending.");
        }
    }

    /** The client's next frame; empty when there will be none. For one thread. */
    Optional<WebSocketFrame> receive() {
        if (!awaitRoom()) {
            return Optional.empty();
        }
        try {
            heard = System.nanoTime();
            listening = true;
            line.fetch(1);
            return inbox.take();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            listening = false;
        }
    }

    /** Whoever does not read is not listened to. */
    private boolean awaitRoom() {
        long end = System.nanoTime() + patience.toNanos();
        while (isOpen() && isFull()) {
            if (System.nanoTime() - end > 0) {
                cutOff();
            }
            pause(PAUSE);
        }
        return isOpen();
    }

    private boolean isFull() {
        try {
            return line.writeQueueFull();
        } catch (IllegalStateException _) {
            over();
            return false;
        }
    }

    /** Sends bytes; false when the client has gone, or was cut off. */
    boolean send(ByteBuffer part) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        return write(() -> line.writeFinalBinaryFrame(Buffer.buffer(bytes)));
    }

    /** Sends words of the daemon's own. */
    boolean say(String words) {
        return write(() -> line.writeFinalTextFrame(words));
    }

    private boolean write(Supplier<Future<Void>> frame) {
        sending.lock();
        try {
            var _ =
                    frame.get()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return isOpen();
        } catch (TimeoutException _) {
            cutOff();
            return false;
        } catch (ExecutionException | IllegalStateException _) {
            over();
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            sending.unlock();
        }
    }

    /** For a client that does not take what it asked for. */
    void cutOff() {
        end(Closing.TRY_AGAIN, "Too slow, cut off.");
    }

    /** Asks the client whether it is there, and gives it up when it has been silent too long. */
    void beat(Duration interval) {
        long silence = System.nanoTime() - heard;
        if (listening && silence > interval.multipliedBy(MISSED_BEATS).toNanos()) {
            end(Closing.TRY_AGAIN, "Nothing was heard of the client.");
        } else if (isOpen() && !isFull()) {
            // A failure is heard as the socket's end.
            var _ = line.writePing(Buffer.buffer());
        }
    }

    /** Says goodbye, and closes a little later where nobody answers. Idempotent. */
    void end(Closing why, String words) {
        if (isOpen()) {
            over();
            try {
                var _ = line.close(why.code(), words);
                // The client's own goodbye is behind whatever else it has sent.
                var _ = line.resume();
            } catch (IllegalStateException _) {
                // It was closed meanwhile.
                return;
            }
        }
    }
}
