package dev.vman.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** How fast this host's time stamp counter counts, as far as {@code /proc/cpuinfo} tells. */
public final class CpuClock {
    private static final Pattern NOMINAL =
            Pattern.compile("^model name\\s*:.*@ *(\\d+\\.\\d+) *GHz", Pattern.MULTILINE);
    private static final Pattern PRESENT =
            Pattern.compile("^cpu MHz\\s*:\\s*(\\d+\\.\\d+)", Pattern.MULTILINE);
    private static final double KHZ_IN_GHZ = 1e6;
    private static final double KHZ_IN_MHZ = 1e3;

    private CpuClock() {}

    /** In kHz; empty where it is not known. */
    public static OptionalInt khz() {
        try {
            return khz(Files.readString(Path.of("/proc/cpuinfo")));
        } catch (IOException _) {
            return OptionalInt.empty();
        }
    }

    /**
     * The counter runs at the CPU's nominal speed. The present one is the same where a hypervisor
     * tells it; elsewhere it is what power saving leaves of it, so it comes second.
     */
    static OptionalInt khz(String cpuinfo) {
        OptionalInt nominal = first(NOMINAL, cpuinfo, KHZ_IN_GHZ);
        return nominal.isPresent() ? nominal : first(PRESENT, cpuinfo, KHZ_IN_MHZ);
    }

    private static OptionalInt first(Pattern pattern, String text, double unit) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> Double.parseDouble(found.group(1)) * unit)
                .mapToInt(khz -> (int) Math.round(khz))
                .findFirst();
    }
}
