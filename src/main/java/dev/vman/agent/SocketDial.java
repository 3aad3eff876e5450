package dev.vman.agent;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * How a machine's socket is connected to. Where guests' sockets lie a hostile QEMU can put others:
 * whoever knows how to connect there safely brings his own.
 */
@FunctionalInterface
public interface SocketDial {
    /** A connection, in blocking mode; never waits for one. */
    SocketChannel connect() throws IOException;

    /** To a socket in a place that can be trusted. */
    static SocketDial of(Path socket) {
        return () -> {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                    throw new ConnectException(socket + " takes no more connections");
                }
                channel.configureBlocking(true);
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        };
    }
}
