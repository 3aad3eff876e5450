package dev.vman.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this host is, read once.
 *
 * @param onlineCpus those that this program may use
 * @param systemd whether systemd is the init system here
 */
public record HostFacts(
        String kernelRelease,
        int onlineCpus,
        long totalMemoryBytes,
        int effectiveUid,
        String bootId,
        boolean systemd) {

    public boolean root() {
        return effectiveUid == 0;
    }

    public static HostFacts read() throws IOException {
        return new HostFacts(
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
                Runtime.getRuntime().availableProcessors(),
                totalMemory(Files.readString(Path.of("/proc/meminfo"))),
                LibC.effectiveUid(),
                ProcFiles.bootId(),
                Files.isDirectory(Path.of("/run/systemd/system")));
    }

    static long totalMemory(String meminfo) throws IOException {
        for (String line : meminfo.split("\n", -1)) {
            if (line.startsWith("MemTotal:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("/proc/meminfo has no MemTotal");
    }
}
