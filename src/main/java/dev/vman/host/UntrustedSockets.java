package dev.vman.host;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Connects to sockets that lie where a guest's QEMU can write: a link there could lead to any
 * socket of this host. As with {@link UntrustedFiles}, only the last name of a path is distrusted.
 */
public final class UntrustedSockets {
    private UntrustedSockets() {}

    /**
     * A connection, in blocking mode; never waits for one.
     *
     * @param socket of any length, other than for connect(2)
     * @throws IOException if it is not there, or is no socket; if nobody listens, or whoever does
     *     has not taken those who came before
     */
    public static SocketChannel connect(Path socket) throws IOException {
        try (PinnedFile pinned = PinnedFile.of(socket)) {
            pinned.requireSocket();
            return connectTo(pinned.path(), socket);
        }
    }

    /** What is connected to. */
    @FunctionalInterface
    public interface Connecting<T> {
        T to(Path socket);
    }

    /**
     * Lets a client connect by itself, by a path that leads to this socket and nowhere else.
     *
     * @throws IOException if it is not there, or is no socket
     */
    public static <T> T reach(Path socket, Connecting<T> client) throws IOException {
        try (PinnedFile pinned = PinnedFile.of(socket)) {
            pinned.requireSocket();
            return client.to(pinned.path());
        }
    }

    private static SocketChannel connectTo(Path pinned, Path shown) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(pinned))) {
                throw new FileSystemException(shown.toString(), null, "takes no more connections");
            }
            channel.configureBlocking(true);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
