package dev.vman.operator;

import dev.vman.Failure;
import dev.vman.host.ExitStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Makes a failure of a QEMU that died before it was ready, in QEMU's own words. */
final class LaunchFailure {
    private static final int LONGEST = 500;
    private static final Pattern PROGRAM = Pattern.compile("^\\S*qemu-system-\\w+: ");
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}+");

    private LaunchFailure() {}

    /**
     * The failure to report.
     *
     * @param output what QEMU wrote since this launch, not what an earlier process left in the log
     */
    static Failure.Invalid of(ExitStatus status, String output) {
        String ended = "QEMU could not start this machine (" + status.describe() + ")";
        return new Failure.Invalid(
                "start-failed",
                lastWords(output)
                        .map(words -> ended + ": " + words)
                        .orElse(ended + " and said nothing."),
                "Correct the VM's configuration by what QEMU says, then start it again; its whole output is in the"
                        + " VM's log.");
    }

    /**
     * The last line that says something: an error of QEMU's own before the hints that may follow
     * it, a warning only where there is nothing else.
     */
    static Optional<String> lastWords(String output) {
        List<String> lines =
                output.lines()
                        .map(line -> UNPRINTABLE.matcher(line).replaceAll(" ").strip())
                        .filter(Predicate.not(String::isBlank))
                        .toList();
        return last(lines, line -> PROGRAM.matcher(line).find() && isError(line))
                .or(() -> last(lines, LaunchFailure::isError))
                .or(() -> last(lines, _ -> true))
                .map(line -> cut(withoutProgram(line)));
    }

    private static boolean isError(String line) {
        String words = withoutProgram(line);
        return !words.startsWith("warning:") && !words.startsWith("info:");
    }

    private static String withoutProgram(String line) {
        return PROGRAM.matcher(line).replaceFirst("");
    }

    private static Optional<String> last(List<String> lines, Predicate<String> wanted) {
        return lines.reversed().stream().filter(wanted).findFirst();
    }

    private static String cut(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
