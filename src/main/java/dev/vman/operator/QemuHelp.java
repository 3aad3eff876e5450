package dev.vman.operator;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what QEMU's programs print about themselves. */
final class QemuHelp {
    private static final Pattern VERSION = Pattern.compile("version (\\d+\\.\\d+(?:\\.\\d+)?)");
    private static final Pattern MACHINE =
            Pattern.compile("^pc-q35-(\\d+)\\.(\\d+)(?:\\.(\\d+))?(?=\\s)", Pattern.MULTILINE);
    private static final Pattern MICROVM =
            Pattern.compile("^" + Chipset.MICROVM_TYPE + "(?=\\s)", Pattern.MULTILINE);

    private QemuHelp() {}

    /** The version in the first line of {@code --version}. */
    static Optional<String> version(String text) {
        return VERSION.matcher(text).results().findFirst().map(found -> found.group(1));
    }

    /** Of {@code -machine help}: the versioned q35 types, newest first, then {@code microvm}. */
    static List<String> machineTypes(String text) {
        Comparator<MatchResult> byVersion =
                Comparator.comparingInt(QemuHelp::major)
                        .thenComparingInt(QemuHelp::minor)
                        .thenComparingInt(QemuHelp::patch);
        return Stream.concat(
                        MACHINE.matcher(text)
                                .results()
                                .sorted(byVersion.reversed())
                                .map(MatchResult::group),
                        MICROVM.matcher(text).results().map(MatchResult::group))
                .toList();
    }

    private static int major(MatchResult type) {
        return Integer.parseInt(type.group(1));
    }

    private static int minor(MatchResult type) {
        return Integer.parseInt(type.group(2));
    }

    private static int patch(MatchResult type) {
        return type.group(3) == null ? 0 : Integer.parseInt(type.group(3));
    }
}
