package dev.vman.host;

/** What a command may use at most, held by the kernel (setrlimit(2)); 0 means no limit. */
public record CommandLimits(long addressSpaceBytes, long cpuSeconds, long fileSizeBytes) {

    public static final CommandLimits NONE = new CommandLimits(0, 0, 0);

    public CommandLimits {
        if (addressSpaceBytes < 0 || cpuSeconds < 0 || fileSizeBytes < 0) {
            throw new IllegalArgumentException("a limit is not negative");
        }
    }
}
