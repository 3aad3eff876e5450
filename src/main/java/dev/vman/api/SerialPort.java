package dev.vman.api;

import dev.vman.Failure;
import dev.vman.host.UntrustedSockets;
import dev.vman.operator.LiveMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Where QEMU takes input for a guest's serial line, from one program at a time. */
record SerialPort(Path socket, Supplier<Optional<LiveMachine>> machine) {
    /** QEMU may not have noticed yet that a connection of ours has ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(20);

    /**
     * A connection.
     *
     * @throws IOException with words for the client
     */
    SerialLink connect() throws IOException {
        LiveMachine live = machine.get().orElseThrow(() -> new IOException("the VM does not run."));
        if (!awaitFree(live)) {
            throw new IOException("another program has the VM's serial.sock.");
        }
        try {
            return SerialLink.over(UntrustedSockets.connect(socket));
        } catch (IOException e) {
            throw new IOException("the serial line takes nobody: " + e.getMessage(), e);
        }
    }

    private static boolean awaitFree(LiveMachine live) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!live.serialLineFree()) {
                if (System.nanoTime() - end > 0) {
                    return false;
                }
                Thread.sleep(PAUSE);
            }
            return true;
        } catch (Failure e) {
            throw new IOException(e.detail(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
