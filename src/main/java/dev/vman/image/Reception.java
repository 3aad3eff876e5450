package dev.vman.image;

import dev.vman.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A stream that a client is sending, until the import that it belongs to has taken it in. The
 * client's thread waits here meanwhile: its connection carries the stream.
 */
public final class Reception implements AutoCloseable {
    private final InputStream content;
    private final long length;
    private final Duration patience;
    private final Runnable closing;
    private final CompletableFuture<Boolean> taken = new CompletableFuture<>();

    /**
     * One that nobody takes in yet.
     *
     * @param length of the stream; 0: unknown
     * @param patience how long taking it in may take at most
     */
    Reception(InputStream content, long length, Duration patience, Runnable closing) {
        this.content = content;
        this.length = length;
        this.patience = patience;
        this.closing = closing;
    }

    /** What is done with the stream. */
    interface Taking {
        void from(InputStream content, long length) throws IOException;
    }

    /** Does it, and lets the client's thread go; what it throws is told there, too. */
    void take(Taking taking) throws IOException {
        try {
            taking.from(content, length);
            boolean _ = taken.complete(true);
        } catch (IOException e) {
            boolean _ = taken.completeExceptionally(ImageFailure.of("receive the image", e));
            throw e;
        } catch (RuntimeException e) {
            boolean _ = taken.completeExceptionally(e);
            throw e;
        }
    }

    /** Where it was not taken in yet. */
    void refuse(Failure why) {
        boolean _ = taken.completeExceptionally(why);
    }

    /** Returns when all of it was taken in; throws the {@link Failure} that ended that. */
    public void await() {
        try {
            boolean _ = taken.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new IllegalStateException("taking in an upload", e.getCause());
        } catch (TimeoutException _) {
            throw ImageFailure.tooSlow("Receiving the image", patience);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw ImageFailure.cancelled();
        }
    }

    /** Nobody takes it in any more. */
    @Override
    public void close() {
        closing.run();
    }
}
