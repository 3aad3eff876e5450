package dev.vman.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** QEMU's end of a UNIX socket: greets, keeps what it gets, and sends what a test says. */
final class FakePeer implements AutoCloseable {
    private final ServerSocketChannel server;
    private final List<SocketChannel> clients = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final String greeting;
    private volatile boolean deaf;

    private FakePeer(Path socket, String greeting) throws IOException {
        this.greeting = greeting;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().name("fake-peer").start(this::accept);
    }

    static FakePeer greeting(Path socket, String greeting) throws IOException {
        return new FakePeer(socket, greeting);
    }

    static FakePeer silent(Path socket) throws IOException {
        return new FakePeer(socket, "");
    }

    /** Takes nothing from those who come from now on. */
    FakePeer deaf() {
        deaf = true;
        return this;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                clients.add(client);
                write(client, greeting);
                if (!deaf) {
                    Thread.ofVirtual().start(() -> read(client));
                }
            }
        } catch (IOException e) {
            // The test has ended.
            return;
        }
    }

    private void read(SocketChannel client) {
        ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        try (client) {
            while (client.read(buffer.clear()) >= 0) {
                synchronized (received) {
                    received.write(buffer.array(), 0, buffer.position());
                }
            }
        } catch (IOException e) {
            // The test has ended.
            return;
        } finally {
            clients.remove(client);
        }
    }

    private static void write(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            int _ = client.write(bytes);
        }
    }

    void send(String text) throws IOException {
        for (SocketChannel client : clients) {
            write(client, text);
        }
    }

    String received() {
        synchronized (received) {
            return received.toString(StandardCharsets.ISO_8859_1);
        }
    }

    int clients() {
        return clients.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel client : clients) {
            client.close();
        }
    }
}
