package dev.vman.network;

import dev.vman.host.NamespaceName;
import dev.vman.host.NamespaceThread;
import dev.vman.inventory.Ipv4Address;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Whether guests' ports can be connected to from here. */
@Singleton
public class Reach {
    private static final int LOOK_MILLIS = 20;
    private final Optional<NamespaceName> namespace;

    Reach(NetworkConfig config) {
        namespace = config.namespace().map(NamespaceName::new);
    }

    /** How long it took to connect, from where guests' bridges are; empty: not within patience. */
    public Optional<Duration> guest(Ipv4Address ip, int port, Duration patience) {
        long start = System.nanoTime();
        InetSocketAddress address = new InetSocketAddress(ip.toString(), port);
        try (Socket socket = socket()) {
            socket.connect(address, Math.toIntExact(patience.toMillis()));
            return Optional.of(Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** One that belongs to the namespace for ever, though other threads use it. */
    private Socket socket() throws IOException {
        return namespace.isPresent()
                ? NamespaceThread.call(namespace.get(), Reach::created)
                : new Socket();
    }

    /** The kernel's socket is made by this, not by {@code new}. */
    private static Socket created() throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(false);
        return socket;
    }

    /**
     * The same through a forward of QEMU's on the loopback. QEMU accepts before it has asked its
     * guest, and hangs up when that refuses. Right after it has accepted it may not have asked yet:
     * only who does not wait twice has its answer.
     *
     * @param waiting whether QEMU still waits for its guest's answer
     */
    public Optional<Duration> forward(int hostPort, BooleanSupplier waiting, Duration patience) {
        long start = System.nanoTime();
        SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), hostPort);
        try (Socket socket = new Socket()) {
            socket.connect(address, Math.toIntExact(patience.toMillis()));
            socket.setSoTimeout(LOOK_MILLIS);
            Optional<Duration> answered = Optional.empty();
            while (System.nanoTime() - start < patience.toNanos()) {
                boolean asking = waiting.getAsBoolean();
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                if (hangsUp(socket)) {
                    return Optional.empty();
                }
                if (!asking && answered.isPresent()) {
                    return answered;
                }
                answered = asking ? Optional.empty() : Optional.of(took);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A guest that greets, or says nothing for now, has accepted. */
    private static boolean hangsUp(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }
}
