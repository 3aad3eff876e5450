package dev.vman.qmp;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The two threads of a session: one reads messages, one writes commands. */
final class Connection {
    private static final Logger LOG = Logger.getLogger(Connection.class);
    // How long the last messages of a peer that takes no more commands may still come in.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Path socket;
    private final SocketChannel channel;
    private final LineReader lines;
    private final Outbox outbox = new Outbox();
    private final Ending ending = new Ending();
    private final Consumer<QmpMessage> receiver;
    private final Consumer<QmpException> release;
    private final Thread reader;
    private final Thread writer;

    /**
     * Makes a connection that does nothing before {@link #start}.
     *
     * @param receiver gets each message, on the reader; may throw a {@link QmpProtocolViolation}
     * @param release fails what waits for QEMU, once the connection has ended
     */
    Connection(Session session, Consumer<QmpMessage> receiver, Consumer<QmpException> release) {
        this.socket = session.socket();
        this.channel = session.channel();
        this.lines = session.lines();
        this.receiver = receiver;
        this.release = release;
        this.reader = Thread.ofVirtual().name("qmp-reader " + socket).unstarted(this::read);
        this.writer = Thread.ofVirtual().name("qmp-writer " + socket).unstarted(this::write);
    }

    void start() {
        // The writer first: the reader may meet the end at once, and has to be able to wake it.
        writer.start();
        reader.start();
    }

    void send(Call call) {
        outbox.add(call);
    }

    /** Takes a command back; false if some of it may have been written. */
    boolean takeBack(Call call) {
        return outbox.remove(call);
    }

    Path socket() {
        return socket;
    }

    Ending ending() {
        return ending;
    }

    /** Ends the connection for this reason, unless it has ended before. Does not wait. */
    void end(QmpException reason) {
        if (!ending.begin(reason)) {
            return;
        }
        LOG.debugf("%s: %s", socket, reason.getMessage());
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debugf(e, "closing %s failed", socket);
        }
        // Not the writer itself: it goes on to run the listeners, then ends.
        if (!Thread.currentThread().equals(writer)) {
            writer.interrupt();
        }
        release.accept(reason);
        ending.announce(reason);
    }

    /** Waits for both threads; false if one of them is still there. */
    boolean awaitThreads(Duration each) throws InterruptedException {
        return reader.join(each) && writer.join(each);
    }

    private void read() {
        try {
            while (true) {
                receiver.accept(QmpMessageParser.parse(lines.readLine()));
            }
        } catch (QmpException e) {
            end(e);
        } catch (IOException e) {
            end(new QmpDisconnected("the connection to " + socket + " ended", e));
        } catch (RuntimeException | Error e) {
            end(new QmpProtocolViolation("a message of " + socket + " was too much", e));
        }
    }

    private void write() {
        try {
            outbox.writeTo(channel);
        } catch (InterruptedException _) {
            // The connection has ended.
        } catch (IOException e) {
            endAfterLastWords(new QmpDisconnected(socket + " takes no more commands", e));
        }
    }

    /** QEMU may have said why it goes before it went: what is in the socket still counts. */
    private void endAfterLastWords(QmpDisconnected reason) {
        try {
            reader.join(LAST_WORDS);
        } catch (InterruptedException _) {
            // The reader has seen the end itself.
        }
        end(reason);
    }
}
