package dev.vman.operator;

import dev.vman.inventory.VmFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a dry run would have started: a command for a shell, kept where QEMU's own output would be.
 */
final class DryRunPlan {
    private static final String WORDS = "A dry run: nothing was started. It would have been:\n";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./=:,@%+-]+");

    private DryRunPlan() {}

    /** Appends it to {@code qemu.log}; touches nothing else that may be there of a real run. */
    static void record(VmFolder folder, Instant start, List<String> command) {
        try {
            if (!Files.isDirectory(folder.run())) {
                VmFolders.make(folder, OptionalInt.empty());
                Files.createDirectory(
                        folder.run(),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            boolean _ = CappedLog.standard(folder.qemuLog()).cut();
            StartMark.append(folder.qemuLog(), start, OptionalInt.empty());
            Files.writeString(
                    folder.qemuLog(),
                    WORDS + forShell(command) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw StorageFailure.of("record what would have been started", e);
        }
    }

    static String forShell(List<String> command) {
        return command.stream().map(DryRunPlan::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
