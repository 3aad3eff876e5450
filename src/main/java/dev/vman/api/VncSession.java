package dev.vman.api;

import io.vertx.core.http.WebSocketFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Carries RFB between QEMU and one client, as it is. Each direction waits for whoever is slower,
 * with one buffer between them.
 */
final class VncSession implements SocketSession {
    private static final Logger LOG = Logger.getLogger(VncSession.class);
    private static final int BUFFER_BYTES = 32 << 10;
    private final SocketChannel qemu;

    VncSession(SocketChannel qemu) {
        this.qemu = qemu;
    }

    @Override
    public void run(LiveSocket socket) {
        Thread.ofVirtual().name("vnc-to-qemu").start(() -> carryToQemu(socket));
        carryToClient(socket);
        socket.end(Closing.GOING_AWAY, "The VM's screen has gone.");
    }

    private void carryToClient(LiveSocket socket) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            boolean open = true;
            while (open && qemu.read(buffer.clear()) >= 0) {
                open = socket.send(buffer.flip());
            }
        } catch (IOException e) {
            LOG.debugf("a screen ended: %s", e.getMessage());
        }
    }

    /** The client's end is the connection's: whoever reads from QEMU wakes up. */
    private void carryToQemu(LiveSocket socket) {
        try {
            Optional<WebSocketFrame> frame = socket.receive();
            while (frame.isPresent() && accepts(frame.get(), socket)) {
                write(ByteBuffer.wrap(frame.get().binaryData().getBytes()));
                frame = socket.receive();
            }
        } catch (IOException e) {
            LOG.debugf("a screen ended: %s", e.getMessage());
        } finally {
            close();
        }
    }

    private static boolean accepts(WebSocketFrame frame, LiveSocket socket) {
        if (frame.isText()) {
            socket.end(Closing.UNSUPPORTED, "RFB comes in binary frames.");
        }
        return !frame.isText();
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int _ = qemu.write(bytes);
        }
    }

    @Override
    public void close() {
        try {
            qemu.close();
        } catch (IOException e) {
            LOG.debugf("a screen can't be closed: %s", e.getMessage());
        }
    }
}
