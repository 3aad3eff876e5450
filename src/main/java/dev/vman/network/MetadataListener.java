package dev.vman.network;

import dev.vman.host.NamespaceName;
import dev.vman.host.NamespaceThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@link MetadataServer} listening where guests are. {@link #ensure()} may be called at any
 * time: it begins to listen once the address is there, lets go of a namespace that is gone (an open
 * socket would keep it alive, with all of its links), and follows one that was made anew.
 */
final class MetadataListener implements AutoCloseable {
    private final Optional<NamespaceName> namespace;
    private final InetSocketAddress address;
    private final Supplier<MetadataServer> servers;
    private @Nullable MetadataServer server;
    private @Nullable Object servedNamespace;

    /**
     * A listener that does not listen yet.
     *
     * @param namespace empty: the host's own
     */
    MetadataListener(
            Optional<NamespaceName> namespace,
            InetSocketAddress address,
            Supplier<MetadataServer> servers) {
        this.namespace = namespace;
        this.address = address;
        this.servers = servers;
    }

    /**
     * Listens from now on, or goes on to.
     *
     * @throws IOException why it does not: no such namespace, the address is not there yet, or is
     *     another program's
     */
    synchronized void ensure() throws IOException {
        try {
            Object there = namespace.isPresent() ? identity(namespace.get()) : address;
            if (server == null || !there.equals(servedNamespace)) {
                close();
                listen();
                servedNamespace = there;
            }
        } catch (NoSuchFileException e) {
            close();
            throw e;
        }
    }

    private void listen() throws IOException {
        ServerSocketChannel socket =
                namespace.isPresent()
                        ? NamespaceThread.call(
                                namespace.get(), () -> MetadataServer.socket(address))
                        : MetadataServer.socket(address);
        MetadataServer started = servers.get();
        started.serve(socket);
        server = started;
    }

    /** Device and inode of the namespace, which another one of the same name has not. */
    private static Object identity(NamespaceName namespace) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(namespace.file(), BasicFileAttributes.class).fileKey());
    }

    synchronized boolean listening() {
        return server != null;
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
            server = null;
        }
        servedNamespace = null;
    }
}
