package dev.vman.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;

/**
 * A memory cgroup of a test's own, beside the one that the test is in, so that whatever limits hold
 * above go on holding. Changes no setting of any other group.
 */
final class MemoryGroup implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final Duration EMPTY = Duration.ofSeconds(10);
    private final Path folder;

    private MemoryGroup(Path folder) {
        this.folder = folder;
    }

    /** Skips the test where there can be none. */
    static MemoryGroup make() throws IOException {
        assumeTrue(
                Files.exists(ROOT.resolve("cgroup.controllers")),
                "Skipped: this test needs cgroup v2 at " + ROOT);
        Path parent = parent();
        assumeTrue(
                handsOnMemory(parent),
                "Skipped: this test needs the memory controller of cgroup v2 in " + parent);
        Path folder = parent.resolve("vman-it-" + UUID.randomUUID());
        try {
            return new MemoryGroup(Files.createDirectory(folder));
        } catch (IOException e) {
            assumeTrue(false, "Skipped: this test needs a cgroup of its own: " + e.getMessage());
            throw e;
        }
    }

    /** Of the group that the test is in; the root has none. */
    private static Path parent() throws IOException {
        String line = Files.readString(Path.of("/proc/self/cgroup")).strip();
        Path own = ROOT.resolve(line.substring(line.lastIndexOf(':') + 2)).normalize();
        return own.equals(ROOT) ? ROOT : own.resolveSibling(".").normalize();
    }

    private static boolean handsOnMemory(Path group) throws IOException {
        Path handedOn = group.resolve("cgroup.subtree_control");
        return Files.exists(handedOn)
                && Arrays.asList(Files.readString(handedOn).strip().split(" ", -1))
                        .contains("memory");
    }

    /** What the process takes from here on counts; more than so much, and the kernel kills it. */
    void confine(long pid, long bytes) throws IOException {
        Files.writeString(folder.resolve("memory.max"), Long.toString(bytes));
        Path swap = folder.resolve("memory.swap.max");
        if (Files.exists(swap)) {
            Files.writeString(swap, "0");
        }
        Files.writeString(folder.resolve("cgroup.procs"), Long.toString(pid));
    }

    /** How often the kernel has killed a process of it. */
    long kills() {
        try {
            return Files.readString(folder.resolve("memory.events"))
                    .lines()
                    .filter(line -> line.startsWith("oom_kill "))
                    .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (String pid : processes().split("\\s+", -1)) {
            if (!pid.isEmpty()) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        Waiting.until(EMPTY, folder + " is empty", () -> processes().isEmpty());
        Files.delete(folder);
    }

    private String processes() {
        try {
            return Files.readString(folder.resolve("cgroup.procs")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
