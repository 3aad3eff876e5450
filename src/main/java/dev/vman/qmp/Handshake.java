package dev.vman.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vman.qmp.QmpMessage.Reply;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Connects, reads the greeting and negotiates, all under one deadline. */
final class Handshake {
    /**
     * Platform threads: the kernel lets them wait for a place in a full backlog, whereas connect on
     * a virtual thread fails at once. Closing the channel ends each of their waits.
     */
    private static final ExecutorService THREADS =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("qmp-handshake-", 0).factory());

    private final Path socket;
    private final SocketChannel channel;
    private final LineReader lines;
    private final CommandIds ids = new CommandIds();

    private Handshake(Path socket, SocketChannel channel, QmpOptions options) {
        this.socket = socket;
        this.channel = channel;
        this.lines = new LineReader(channel, options.maxLineBytes());
    }

    /**
     * Opens a session.
     *
     * @throws QmpTimedOut if QEMU does not answer, as when it serves another client on this socket
     *     or is stopped
     * @throws QmpDisconnected if nobody listens, or the peer hangs up
     */
    static Session open(Path socket, QmpOptions options) {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
        SocketChannel channel = newChannel();
        Handshake handshake = new Handshake(socket, channel, options);
        try {
            return handshake.runWithin(options.handshakeDeadline(), address);
        } catch (QmpException e) {
            close(channel);
            throw e;
        }
    }

    private Session runWithin(Duration deadline, UnixDomainSocketAddress address) {
        FutureTask<Session> task = new FutureTask<>(() -> run(address));
        THREADS.execute(task);
        try {
            return task.get(TimeUnit.NANOSECONDS.convert(deadline), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new QmpTimedOut(socket + " did not greet within " + deadline, false, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QmpTimedOut("interrupted while connecting to " + socket, false, e);
        }
    }

    private Session run(UnixDomainSocketAddress address) throws IOException {
        channel.connect(address);
        if (!(QmpMessageParser.parse(lines.readLine()) instanceof QmpGreeting greeting)) {
            throw new QmpProtocolViolation(socket + " did not begin with a greeting");
        }
        negotiate();
        return new Session(socket, channel, lines, ids, greeting);
    }

    private void negotiate() throws IOException {
        Call call = new Call(ids.next(), "qmp_capabilities", JsonNodeFactory.instance.objectNode());
        Outbox.write(channel, call.line());
        // What else comes is an event or an answer meant for the client before: nobody's.
        while (true) {
            if (QmpMessageParser.parse(lines.readLine()) instanceof Reply reply
                    && call.id().equals(reply.id())) {
                JsonNode _ = call.valueOf(reply);
                return;
            }
        }
    }

    private QmpException failure(Throwable cause) {
        return switch (cause) {
            case QmpException e -> e.again();
            case IOException e ->
                    new QmpDisconnected("no connection to " + socket + ": " + e.getMessage(), e);
            default -> new QmpProtocolViolation("the handshake with " + socket + " failed", cause);
        };
    }

    private static SocketChannel newChannel() {
        try {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (IOException e) {
            throw new QmpDisconnected("no socket could be made: " + e.getMessage(), e);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // The failure that led here tells more.
        }
    }
}
