package dev.vman.operator;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads what QEMU's programs print about themselves. */
final class QemuHelp {
    private static final Pattern VERSION = Pattern.compile("version (\\d+\\.\\d+(?:\\.\\d+)?)");
    private static final Pattern MACHINE =
            Pattern.compile("^pc-q35-(\\d+)\\.(\\d+)(?:\\.(\\d+))?(?=\\s)", Pattern.MULTILINE);

    private QemuHelp() {}

    /** The version in the first line of {@code --version}. */
    static Optional<String> version(String text) {
        return VERSION.matcher(text).results().findFirst().map(found -> found.group(1));
    }

    /** The versioned q35 machine types of {@code -machine help}, newest first. */
    static List<String> machineTypes(String text) {
        Comparator<MatchResult> byVersion =
                Comparator.comparingInt(QemuHelp::major)
                        .thenComparingInt(QemuHelp::minor)
                        .thenComparingInt(QemuHelp::patch);
        return MACHINE.matcher(text)
                .results()
                .sorted(byVersion.reversed())
                .map(MatchResult::group)
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
