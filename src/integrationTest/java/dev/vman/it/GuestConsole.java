package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types into the guest's serial line, and reads there what comes of it.
 *
 * <p>A command's output stands between two marks, in a form that its own echo has not.
 */
final class GuestConsole {
    static final Duration BOOT = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    // A guest says it whenever its network has come up, in the midst of anything.
    private static final Pattern ADDRESS = Pattern.compile("VMAN-GUEST-ADDRESS [^\\r\\n]*\\r?\\n");
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(1);
    private final Vm vm;

    private GuestConsole(Vm vm) {
        this.vm = vm;
    }

    /** Waits until the guest has booted and prompts. */
    static GuestConsole of(Vm vm) {
        return of(vm, BOOT);
    }

    static GuestConsole of(Vm vm, Duration patience) {
        Waiting.until(
                patience,
                "the guest of " + vm.name() + " prompts",
                () -> {
                    String text = vm.consoleSinceStart();
                    int ready = text.indexOf("VMAN-GUEST-READY");
                    return ready >= 0 && text.indexOf("guest# ", ready) >= 0;
                });
        return new GuestConsole(vm);
    }

    /** Types the command, and returns what it printed. */
    String run(String command) throws IOException {
        String mark = Long.toHexString(System.nanoTime());
        Pattern output =
                Pattern.compile("BEGIN" + mark + "\\r?\\n(.*?)DONE" + mark, Pattern.DOTALL);
        String line = "echo BE\"GIN\"" + mark + "; " + command + "; echo DO\"NE\"" + mark;
        return typeAndAwait(line, output).strip();
    }

    /** Types a line whose end nobody waits for. */
    void type(String line) throws IOException {
        String _ = typeAndAwait(line, Pattern.compile("(" + Pattern.quote(line) + ")\\r?\\n"));
    }

    /**
     * The answer is read from the line itself: QEMU logs a byte once more that it could not send at
     * once. The line stays connected until then: QEMU drops what its guest has not read by the end.
     */
    private String typeAndAwait(String line, Pattern output) throws IOException {
        Path socket = vm.run().resolve("serial.sock");
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                Selector readable = Selector.open()) {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                int _ = channel.write(bytes);
            }
            SelectableChannel _ = channel.configureBlocking(false);
            SelectionKey _ = channel.register(readable, SelectionKey.OP_READ);
            StringBuilder said = new StringBuilder();
            long end = System.nanoTime() + ANSWER.toNanos();
            while (System.nanoTime() < end) {
                int _ = readable.select(LONGEST_SILENCE.toMillis());
                readable.selectedKeys().clear();
                boolean open = readInto(said, channel);
                Matcher match = output.matcher(ADDRESS.matcher(said).replaceAll(""));
                if (match.find()) {
                    return match.group(1);
                }
                assertThat(open).as("the serial line is open; the guest said: %s", said).isTrue();
            }
            throw new AssertionError("no answer to '%s'; the guest said: %s".formatted(line, said));
        }
    }

    /** Adds what has come; false when no more can come. */
    private static boolean readInto(StringBuilder said, SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        boolean open = channel.read(bytes) >= 0;
        StringBuilder _ = said.append(StandardCharsets.ISO_8859_1.decode(bytes.flip()));
        return open;
    }

    /** The guest's own count of seconds since it booted. */
    double uptime() throws IOException {
        return Double.parseDouble(run("cat /proc/uptime").split(" ", 2)[0]);
    }
}
