package dev.vman.host;

import java.io.IOException;

/**
 * What this host is, read once.
 *
 * @param systemd whether systemd is the init system here
 */
@SuppressWarnings("DoNotCallSuggester") // the body comes next
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
        throw new UnsupportedOperationException();
    }
}
