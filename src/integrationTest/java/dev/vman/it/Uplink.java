package dev.vman.it;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import dev.vman.host.NamespaceName;
import dev.vman.host.NamespaceThread;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The world outside of a namespace of guests: a namespace of its own, which the guests' has its
 * default route to, and a web server in it that says who asks.
 */
final class Uplink implements AutoCloseable {
    static final String OUTSIDE = "192.0.2.2";
    static final String NAT = "192.0.2.1";

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int PORT = 80;
    private final Commands commands = Commands.ofThisHost();
    private final String name = "vman-u-" + UUID.randomUUID().toString().substring(0, 8);
    private final ServerSocket server;

    /** Of a namespace that is there. */
    Uplink(GuestNamespace guests) throws IOException {
        run("ip", "netns", "add", name);
        try {
            String _ =
                    guests.inside(
                            "ip",
                            "link",
                            "add",
                            "uplink",
                            "type",
                            "veth",
                            "peer",
                            "name",
                            "outside",
                            "netns",
                            "/run/netns/" + name);
            String _ = guests.inside("ip", "addr", "add", NAT + "/24", "dev", "uplink");
            String _ = guests.inside("ip", "link", "set", "uplink", "up");
            run("ip", "-n", name, "addr", "add", OUTSIDE + "/24", "dev", "outside");
            run("ip", "-n", name, "link", "set", "outside", "up");
            String _ = guests.inside("ip", "route", "add", "default", "via", OUTSIDE);
            server = NamespaceThread.call(new NamespaceName(name), Uplink::listen);
        } catch (IOException | RuntimeException | AssertionError e) {
            remove();
            throw e;
        }
        Thread _ = Thread.ofVirtual().start(this::serve);
    }

    private static ServerSocket listen() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(OUTSIDE), PORT));
        return socket;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                String words =
                        "HTTP/1.0 200 OK\r\n\r\noutside, to "
                                + client.getInetAddress().getHostAddress()
                                + "\n";
                client.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
                byte[] _ = client.getInputStream().readNBytes(1 << 10);
            } catch (IOException e) {
                // A client went, or it ends.
            }
        }
    }

    private void run(String... command) {
        CommandResult result = commands.run(CommandRequest.of(DEADLINE, List.of(command)));
        if (!result.succeeded()) {
            throw new AssertionError(List.of(command) + ": " + result);
        }
    }

    private void remove() {
        CommandResult _ = commands.run(CommandRequest.of(DEADLINE, "ip", "netns", "del", name));
    }

    @Override
    public void close() throws IOException {
        server.close();
        remove();
    }
}
