package dev.vman.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.host.CommandLimits;
import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import dev.vman.host.Presence;
import dev.vman.host.UntrustedFiles;
import dev.vman.inventory.DiskFormat;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Headers by ourselves, tables by {@code qemu-img check}: behind everything else, and limited. */
final class QemuImgInspection implements ImageInspection {
    private static final ObjectMapper JSON = new ObjectMapper();
    // A check holds two bytes a cluster in memory: enough for 16 TiB.
    private static final CommandLimits LIMITS =
            new CommandLimits(1L << 30, 300, QemuImgRun.NO_WRITING);
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final int CORRUPT = 2;
    private static final int LEAKS = 3;
    // What these tell of is the host's trouble, not the file's.
    private static final List<String> HOST_TROUBLE =
            List.of(
                    "Permission denied",
                    "Input/output error",
                    "No such file",
                    "Cannot allocate memory",
                    "Too many open files");

    private final Commands commands;

    QemuImgInspection(Commands commands) {
        this.commands = commands;
    }

    @Override
    public Presence<ImageFacts> look(Path file, DiskFormat format) {
        try {
            return new Presence.Present<>(read(file, format));
        } catch (NoSuchFileException e) {
            return new Presence.Absent<>();
        } catch (IOException e) {
            return new Presence.Unknown<>(file + ": " + QemuImgRun.words(e));
        }
    }

    private static ImageFacts read(Path file, DiskFormat format) throws IOException {
        try (FileChannel channel = UntrustedFiles.openRegular(file)) {
            return switch (format) {
                case RAW ->
                        new ImageFacts(true, channel.size(), Optional.empty(), Optional.empty());
                case QCOW2 -> Qcow2Header.read(channel);
            };
        }
    }

    @Override
    public Presence<Optional<String>> check(Path file) {
        CommandResult result =
                commands.run(
                        CommandRequest.of(
                                        DEADLINE,
                                        "nice",
                                        "-n",
                                        "19",
                                        QemuImg.PROGRAM,
                                        "check",
                                        "-U",
                                        "--output=json",
                                        "-f",
                                        DiskFormat.QCOW2.wireName(),
                                        QemuImgRun.argument(file))
                                .within(LIMITS));
        if (result.timedOut()) {
            return new Presence.Unknown<>("qemu-img check took too long");
        }
        return switch (result.exitCode()) {
            // Leaked clusters only take room.
            case 0, LEAKS -> new Presence.Present<>(Optional.empty());
            case CORRUPT -> new Presence.Present<>(Optional.of(corruptions(result.stdout())));
            case 1 -> refused(result.stderr());
            default -> new Presence.Unknown<>("qemu-img check: exit code " + result.exitCode());
        };
    }

    private static String corruptions(String report) {
        try {
            JsonNode number = JSON.readTree(report).path("corruptions");
            return "qemu-img check found " + number.asText("some") + " corruptions";
        } catch (JsonProcessingException e) {
            return "qemu-img check found corruptions";
        }
    }

    private static Presence<Optional<String>> refused(String words) {
        String said = words.replace("qemu-img: ", "").replaceAll("\\p{Cntrl}+", " ").strip();
        boolean hosts = HOST_TROUBLE.stream().anyMatch(said::contains);
        return hosts || !said.contains("Could not open")
                ? new Presence.Unknown<>("qemu-img check: " + said)
                : new Presence.Present<>(Optional.of("QEMU can't open it: " + said));
    }
}
