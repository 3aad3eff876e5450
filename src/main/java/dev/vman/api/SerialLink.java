package dev.vman.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jboss.logging.Logger;

/**
 * A connection to a serial line, for input alone. What comes back is in the log as well, and is
 * thrown away here: QEMU would wait for a reader, and its guest with it.
 */
final class SerialLink implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SerialLink.class);
    private static final int BUFFER_BYTES = 8 << 10;
    private final SocketChannel channel;

    private SerialLink(SocketChannel channel) {
        this.channel = channel;
    }

    static SerialLink over(SocketChannel channel) {
        SerialLink link = new SerialLink(channel);
        Thread.ofVirtual().name("serial-drain").start(link::drain);
        return link;
    }

    private void drain() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (channel.read(buffer) >= 0) {
                buffer.clear();
            }
        } catch (IOException e) {
            LOG.debugf("a serial line ended: %s", e.getMessage());
        }
        close();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Waits as long as the guest takes nothing; false when the line has ended. */
    boolean write(byte[] bytes) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        try {
            while (left.hasRemaining()) {
                int _ = channel.write(left);
            }
            return true;
        } catch (IOException e) {
            LOG.debugf("a serial line ended: %s", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debugf("a serial line can't be closed: %s", e.getMessage());
        }
    }
}
