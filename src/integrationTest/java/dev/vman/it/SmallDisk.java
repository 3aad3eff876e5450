package dev.vman.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vman.host.FileTrees;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/** A file system of its own that can be full: a tmpfs. Closing it unmounts and removes it. */
final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Skips the test where nothing can be mounted. */
    static SmallDisk mount(int mebibytes) throws IOException {
        Assumptions.assumeTrue(Root.is(), "Skipped: this test mounts a tmpfs, as root");
        Path folder = Files.createTempDirectory("vman-it-disk-");
        String options = "size=" + mebibytes + "m,mode=0711";
        String said = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
        if (!said.isEmpty()) {
            Files.delete(folder);
            Assumptions.abort("Skipped: no tmpfs can be mounted: " + said);
        }
        return new SmallDisk(folder);
    }

    Path path() {
        return folder;
    }

    long free() {
        return folder.toFile().getUsableSpace();
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** As another program would: takes every block that is free now. */
    void fill() throws IOException {
        fillAllBut(0);
    }

    /** Until so much is left. */
    void fillAllBut(long bytes) throws IOException {
        byte[] piece = new byte[4096];
        try (OutputStream out =
                Files.newOutputStream(
                        filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (free() > bytes) {
                out.write(piece);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw full;
            }
        }
    }

    /** Gives back what was taken. */
    void empty() throws IOException {
        Files.deleteIfExists(filler());
    }

    /** Takes whatever becomes free, as soon as it does, until it is closed. */
    Greed keepFull() {
        return new Greed();
    }

    /** A program that writes and writes. */
    final class Greed implements AutoCloseable {
        private volatile boolean ending;
        private final Thread thread = Thread.ofPlatform().name("greed").start(this::write);

        private void write() {
            while (!ending) {
                try {
                    fill();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                LockSupport.parkNanos(100_000);
            }
        }

        @Override
        public void close() throws IOException {
            ending = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        try {
            boolean ended = process.waitFor(20, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? "" : command[0] + ": " + said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public void close() throws IOException {
        String said = run("umount", "-l", folder.toString());
        if (!said.isEmpty()) {
            throw new IOException(said);
        }
        FileTrees.deleteTree(folder);
    }
}
