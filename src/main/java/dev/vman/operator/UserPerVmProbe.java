package dev.vman.operator;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Whether each VM can run as a user of its own: the daemon must be root, and another user must be
 * able to pass through every folder down to the storage. Asked of the kernel, by passing through as
 * that user.
 */
record UserPerVmProbe(Commands commands, boolean root, OptionalInt firstUid, Path storage) {
    // VMs that are made after a "no" run as root for good: a booting host is slow.
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** The answer, and why. */
    record Verdict(boolean possible, String reason) {}

    Verdict probe() {
        if (!root) {
            return no("The daemon is not root, so every VM runs as the daemon's own user.");
        }
        if (firstUid.isEmpty()) {
            return no("No 'operator.uid-range' is set, so every VM runs as root.");
        }
        CommandResult passing =
                commands.run(
                        CommandRequest.of(DEADLINE, "stat", "--format=%F", storage + "/.")
                                .as(firstUid.getAsInt()));
        if (passing.succeeded()) {
            return new Verdict(true, "Every VM runs as a user of its own.");
        }
        return no(
                "VMs can't run as users of their own, so they run as root: "
                        + closedFolder()
                                .map(folder -> folder + " is closed to other users")
                                .orElse(words(passing))
                        + ".");
    }

    private Optional<Path> closedFolder() {
        return Stream.iterate(storage, path -> path != null, Path::getParent)
                .filter(UserPerVmProbe::closed)
                .reduce((inner, outer) -> outer);
    }

    private static boolean closed(Path folder) {
        try {
            return !Files.getPosixFilePermissions(folder)
                    .contains(PosixFilePermission.OTHERS_EXECUTE);
        } catch (IOException e) {
            return false;
        }
    }

    private static String words(CommandResult result) {
        String words = result.stderr().strip();
        return words.isEmpty()
                ? "passing through the storage folder failed, exit code " + result.exitCode()
                : words;
    }

    private static Verdict no(String reason) {
        return new Verdict(false, reason);
    }
}
