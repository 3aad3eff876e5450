package dev.vman.operator;

import dev.vman.host.CommandResult;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the end of a {@link LongModeProbe} under KVM says about that KVM, in words. */
record AcceleratorVerdict(String cpuModel, Duration deadline) {
    /** What {@code enforce} makes QEMU say, and end, where features of a CPU model are missing. */
    private static final String REFUSAL = "doesn't support requested features";

    /** {@code CPUID.01H:ECX.aes [bit 25]} or {@code MSR(10AH).rdctl-no [bit 0]}. */
    private static final Pattern FEATURE =
            Pattern.compile("requested feature: [^\\s:)]+[:)]\\w*\\.(\\S+)");

    /** An instruction that KVM can't run; QEMU then stops the guest, but does not end. */
    private static final String INTERNAL_ERROR = "KVM internal error";

    /** Anything but the one expected ending is a reason for emulation. */
    Accelerator of(CommandResult result) {
        return complaint(result)
                .map(words -> "KVM is here, but " + words + ", so guests are emulated.")
                .map(reason ->
                        isSlow(result) ? Accelerator.tcgForNow(reason) : Accelerator.tcg(reason))
                .orElseGet(() -> Accelerator.kvm("KVM is here, and ran a small 64-bit guest."));
    }

    /** A KVM that hangs guests looks the same as a host that has no time for them. */
    private static boolean isSlow(CommandResult result) {
        return result.timedOut()
                && !result.stderr().contains(INTERNAL_ERROR)
                && !result.stderr().contains(REFUSAL);
    }

    private Optional<String> complaint(CommandResult result) {
        if (result.stderr().contains(REFUSAL)) {
            return Optional.of(
                    "can't provide the CPU model " + cpuModel + missing(result.stderr()));
        }
        if (result.stderr().contains(INTERNAL_ERROR)) {
            return Optional.of(
                    "could not run an instruction of a small guest (" + INTERNAL_ERROR + ")");
        }
        if (result.timedOut()) {
            return Optional.of(
                    "a guest under it hung or crawled (not done within "
                            + deadline.toSeconds()
                            + " s with what takes 0.1 s)");
        }
        if (result.exitCode() == LongModeProbe.EXIT_CODE) {
            return Optional.empty();
        }
        return Optional.of("a guest under it failed (" + lastWords(result) + ")");
    }

    private static String missing(String stderr) {
        String features =
                FEATURE.matcher(stderr)
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .distinct()
                        .collect(Collectors.joining(", "));
        return features.isEmpty() ? "" : " (it lacks " + features + ")";
    }

    private static String lastWords(CommandResult result) {
        return LaunchFailure.lastWords(result.stderr()).orElse("exit code " + result.exitCode());
    }
}
