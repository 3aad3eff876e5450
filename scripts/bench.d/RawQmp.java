import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The least that speaks QMP: one command, one answer. */
final class RawQmp implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long CONNECT_NANOS = 30_000_000_000L;
    private final SocketChannel channel;
    private final BufferedReader lines;

    private RawQmp(SocketChannel channel) {
        this.channel = channel;
        this.lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    /** Connects as soon as QEMU listens, asking every millisecond; reads the greeting, negotiates. */
    static RawQmp connect(Path socket, Process qemu) throws IOException, InterruptedException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
        long end = System.nanoTime() + CONNECT_NANOS;
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(address);
                RawQmp qmp = new RawQmp(channel);
                qmp.lines.readLine();
                qmp.execute("{\"execute\":\"qmp_capabilities\"}");
                return qmp;
            } catch (IOException e) {
                channel.close();
                if (!qemu.isAlive() || System.nanoTime() > end) {
                    throw new IOException("no QMP on " + socket + ", QEMU lives: " + qemu.isAlive(), e);
                }
                Thread.sleep(1);
            }
        }
    }

    /** Sends a command, and skips events up to its answer. */
    void execute(String command) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode message = JSON.readTree(line);
            if (message.has("error")) {
                throw new IOException("QEMU refused " + command + ": " + line);
            }
            if (message.has("return")) {
                return;
            }
        }
        throw new IOException("QEMU hung up on " + command);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
