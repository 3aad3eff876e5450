package dev.vman.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The answer to a call that waits on a connection. */
final class PendingAnswer implements QmpAnswer {
    private final Call call;
    private final Calls calls;
    private final Connection connection;
    private final Duration deadline;
    private final long end;

    /** The deadline runs from now on. */
    PendingAnswer(Call call, Calls calls, Connection connection, Duration deadline) {
        this.call = call;
        this.calls = calls;
        this.connection = connection;
        this.deadline = deadline;
        end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(deadline);
    }

    @Override
    public JsonNode await() {
        try {
            return call.await(left());
        } catch (TimeoutException e) {
            throw timedOut("no answer from " + connection.socket() + " within " + deadline, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw timedOut("interrupted", e);
        } finally {
            calls.forget(call);
        }
    }

    private QmpTimedOut timedOut(String how, Exception cause) {
        return new QmpTimedOut(call.command() + ": " + how, !connection.takeBack(call), cause);
    }

    @Override
    public boolean isReadyWithin(Duration patience) {
        long nanos = Math.min(left(), TimeUnit.NANOSECONDS.convert(patience));
        return call.isAnsweredWithin(nanos) || left() <= 0;
    }

    private long left() {
        return end - System.nanoTime();
    }
}
