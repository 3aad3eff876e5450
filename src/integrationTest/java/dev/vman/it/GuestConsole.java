package dev.vman.it;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
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
 * <p>A command is answered when its number appears, in a form that its own echo has not.
 */
final class GuestConsole {
    static final Duration BOOT = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private final Vm vm;

    private GuestConsole(Vm vm) {
        this.vm = vm;
    }

    /** Waits until the guest has booted and prompts. */
    static GuestConsole of(Vm vm) {
        Waiting.until(
                BOOT,
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
        String nonce = Long.toHexString(System.nanoTime());
        String end = "DONE" + nonce;
        type("echo BE\"GIN\"" + nonce + "; " + command + "; echo DO\"NE\"" + nonce);
        Pattern output = Pattern.compile("BEGIN" + nonce + "\\r?\\n(.*?)" + end, Pattern.DOTALL);
        return Waiting.forValue(
                        ANSWER,
                        () -> "'" + command + "' ends; the console: " + vm.console(),
                        () -> find(output))
                .strip();
    }

    private Optional<String> find(Pattern output) {
        return output.matcher(vm.console())
                .results()
                .findFirst()
                .map((MatchResult match) -> match.group(1));
    }

    /** Types a line whose end nobody waits for. */
    void type(String line) throws IOException {
        Path socket = vm.run().resolve("serial.sock");
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            boolean _ = channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                int _ = channel.write(bytes);
            }
            awaitEcho(line);
        }
    }

    /** QEMU may drop what it has not read when the connection ends. */
    private void awaitEcho(String line) {
        String first = line.substring(0, Math.min(20, line.length()));
        Waiting.until(
                ANSWER, "the guest echoes '" + line + "'", () -> vm.console().contains(first));
    }

    /** The guest's own count of seconds since it booted. */
    double uptime() throws IOException {
        return Double.parseDouble(run("cat /proc/uptime").split(" ", 2)[0]);
    }
}
