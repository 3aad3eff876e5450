package dev.vman.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Types into the guest's serial line, and reads in {@code GET /console} what comes of it.
 *
 * <p>A command's output stands between two marks, in a form that its own echo has not.
 */
final class GuestConsole {
    static final Duration BOOT = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofMinutes(2);
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
        String _ = typeAndAwait(line, Pattern.compile("(" + Pattern.quote(line) + ")"));
    }

    /** The line stays connected until then: QEMU drops what its guest has not read by the end. */
    private String typeAndAwait(String line, Pattern output) throws IOException {
        Path socket = vm.run().resolve("serial.sock");
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            boolean _ = channel.connect(UnixDomainSocketAddress.of(socket));
            Thread.ofPlatform().daemon().name("serial-drain").start(() -> drain(channel));
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                int _ = channel.write(bytes);
            }
            return Waiting.forValue(
                    ANSWER,
                    () -> "the guest answers '" + line + "'; the console: " + vm.console(),
                    () -> find(output));
        }
    }

    /**
     * Reads until the channel is closed. As soon as a few hundred bytes wait to be read here, QEMU
     * holds the guest's output up, and logs the byte that it could not send once more.
     */
    private static void drain(SocketChannel channel) {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        try {
            while (channel.read(bytes) >= 0) {
                var _ = bytes.clear();
            }
        } catch (ClosedChannelException _) {
            // Nobody listens any more.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> find(Pattern output) {
        return output.matcher(vm.console())
                .results()
                .findFirst()
                .map((MatchResult match) -> match.group(1));
    }

    /** The guest's own count of seconds since it booted. */
    double uptime() throws IOException {
        return Double.parseDouble(run("cat /proc/uptime").split(" ", 2)[0]);
    }
}
