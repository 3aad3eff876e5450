package dev.vman.qmp;

import java.util.List;

/**
 * How QEMU introduces itself on a new connection.
 *
 * @param version of the emulator
 * @param capabilities the protocol's options that are offered, such as {@code oob}
 */
public record QmpGreeting(Version version, List<String> capabilities) implements QmpMessage {
    public QmpGreeting {
        capabilities = List.copyOf(capabilities);
    }

    /** QEMU's version, and the name that its packager gave it (may be empty). */
    public record Version(int major, int minor, int micro, String packageName) {
        @Override
        public String toString() {
            return major + "." + minor + "." + micro;
        }
    }
}
