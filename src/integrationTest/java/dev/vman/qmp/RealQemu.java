package dev.vman.qmp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** An emulator without a machine, that does nothing but speak QMP. */
final class RealQemu implements AutoCloseable {
    private static final String BINARY = "qemu-system-x86_64";
    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

    private final Path socket;
    private final Process process;

    private RealQemu(Path socket, Process process) {
        this.socket = socket;
        this.process = process;
    }

    /** Skips the test where there is no QEMU, unless the environment says that there must be. */
    static void assumeInstalled() {
        boolean demanded = "1".equals(System.getenv("VMAN_ENABLE_INTEGRATION_TESTS"));
        Assumptions.assumeTrue(
                demanded || isInstalled(), BINARY + " is not installed, so this test is skipped");
    }

    static RealQemu start(Path folder) throws IOException {
        Path socket = folder.resolve("qmp.sock");
        Process process =
                new ProcessBuilder(
                                BINARY,
                                "-machine",
                                "none",
                                "-nodefaults",
                                "-display",
                                "none",
                                "-accel",
                                "tcg",
                                "-S",
                                "-qmp",
                                "unix:" + socket + ",server=on,wait=off")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("qemu.log").toFile())
                        .start();
        return new RealQemu(socket, process);
    }

    Path socket() {
        return socket;
    }

    Process process() {
        return process;
    }

    /** Connects as soon as QEMU listens. */
    QmpClient connect() throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                return QmpClient.connect(socket, QmpOptions.defaults());
            } catch (QmpDisconnected e) {
                // The pause between two tries; QEMU's own end is worth no further try.
                boolean exited = process.waitFor(5, TimeUnit.MILLISECONDS);
                if (exited || System.nanoTime() - start > PATIENCE_NANOS) {
                    throw e;
                }
            }
        }
    }

    /** Sends a signal by its name, such as {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("no signal " + name + " could be sent");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static boolean isInstalled() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, BINARY))) {
                return true;
            }
        }
        return false;
    }
}
