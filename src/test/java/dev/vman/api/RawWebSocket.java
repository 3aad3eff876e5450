package dev.vman.api;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** A WebSocket client on a plain socket: it does what no decent client does, when a test wants. */
public final class RawWebSocket implements AutoCloseable {
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final byte[] MASK = {1, 2, 3, 4};
    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    private final int status;
    private final String answer;
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    private RawWebSocket(int port, String path, List<String> headers) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        String answered = head();
        status = Integer.parseInt(answered.split(" ", 3)[1]);
        answer = status == 101 ? answered : answered + body(answered);
    }

    /** A frame of the daemon's. */
    public record Frame(int opcode, String text) {
        /** Of a close frame. */
        public int closeCode() {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            return bytes.length < 2 ? 1005 : ByteBuffer.wrap(bytes).getShort() & 0xffff;
        }
    }

    /** A decent request with these headers more. */
    public static RawWebSocket open(int port, String path, String... more) throws IOException {
        List<String> headers =
                new java.util.ArrayList<>(
                        List.of(
                                "Upgrade: websocket",
                                "Connection: Upgrade",
                                "Sec-WebSocket-Version: 13",
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        headers.addAll(List.of(more));
        if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
            headers.add("Host: localhost");
        }
        return new RawWebSocket(port, path, headers);
    }

    /** A request with these headers and no others. */
    static RawWebSocket request(int port, String path, List<String> headers) throws IOException {
        return new RawWebSocket(port, path, headers);
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private String body(String head) throws IOException {
        var length = java.util.regex.Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        return length.find()
                ? new String(
                        in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
                : "";
    }

    public int status() {
        return status;
    }

    /** Head and body of what is no WebSocket. */
    public String answer() {
        return answer;
    }

    /** Another request on the same line; its answer's head. */
    String ask(String... lines) throws IOException {
        String text = String.join("\r\n", lines) + "\r\n\r\n";
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        return head();
    }

    public void type(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(int opcode, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(0x80 | 126);
            frame.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(MASK);
        for (int at = 0; at < payload.length; at++) {
            frame.write(payload[at] ^ MASK[at % MASK.length]);
        }
        out.write(frame.toByteArray());
    }

    /** The next frame; pings are not answered. */
    public Frame next() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        long length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = in.readNBytes(Math.toIntExact(length));
        if (opcode == BINARY) {
            binary.writeBytes(payload);
        }
        return new Frame(opcode, new String(payload, StandardCharsets.ISO_8859_1));
    }

    public Frame next(Predicate<Frame> wanted) throws IOException {
        while (true) {
            Frame frame = next();
            if (wanted.test(frame)) {
                return frame;
            }
            if (frame.opcode() == CLOSE) {
                throw new EOFException("closed: " + frame.closeCode() + " " + frame.text());
            }
        }
    }

    /** Reads until the daemon has said this in a text frame. */
    public void awaitWords(String words) throws IOException {
        Frame _ = next(frame -> frame.opcode() == TEXT && frame.text().contains(words));
    }

    /** Reads until all binary frames together hold this; returns them all. */
    public String awaitBytes(String bytes) throws IOException {
        while (!received().contains(bytes)) {
            Frame frame = next();
            if (frame.opcode() == CLOSE) {
                throw new EOFException("closed: " + frame.closeCode() + " " + frame.text());
            }
        }
        return received();
    }

    /** How many bytes there are in the binary frames read so far. */
    public int receivedBytes() {
        return binary.size();
    }

    /** All binary frames read so far. */
    public String received() {
        return binary.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads to the daemon's goodbye. */
    public int closeCode() throws IOException {
        return next(frame -> frame.opcode() == CLOSE).closeCode();
    }

    /** Reads whatever is there, until the line ends, well or not. */
    public void readToEnd() {
        try {
            while (in.read() >= 0) {
                // On.
            }
        } catch (IOException e) {
            // Cut.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
