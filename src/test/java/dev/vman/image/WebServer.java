package dev.vman.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that answers byte for byte what it was told, and then hangs up. */
final class WebServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    WebServer() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    WebServer on(String target, String head, byte[] body) {
        byte[] start = head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        answers.put(target, all);
        return this;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The first lines and hosts of requests. */
    List<String> requests() {
        return requests;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket open) {
        try (Socket socket = open) {
            BufferedReader reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String first = String.valueOf(reader.readLine());
            String host = "";
            for (String line = reader.readLine();
                    line != null && !line.isEmpty();
                    line = reader.readLine()) {
                host = line.startsWith("Host: ") ? line.substring(6) : host;
            }
            requests.add(first + " " + host);
            OutputStream out = socket.getOutputStream();
            out.write(answers.getOrDefault(first.split(" ", 3)[1], new byte[0]));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
