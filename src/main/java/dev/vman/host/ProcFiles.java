package dev.vman.host;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of {@code /proc}, parsed. Reading one of a process that is gone throws. */
final class ProcFiles {

    private static final Path PROC = Path.of("/proc");

    /** Most of them are shorter. */
    private static final int BUFFER_BYTES = 4096;

    private static volatile @Nullable String bootId;

    private ProcFiles() {}

    /** It stays the same for as long as any process lives. */
    static String bootId() throws IOException {
        String known = bootId;
        if (known == null) {
            known = read(PROC.resolve("sys/kernel/random/boot_id")).strip();
            bootId = known;
        }
        return known;
    }

    static List<Long> pids() {
        String[] names = PROC.toFile().list();
        if (names == null) {
            return List.of();
        }
        List<Long> pids = new ArrayList<>(names.length);
        for (String name : names) {
            char first = name.charAt(0);
            if (first >= '1' && first <= '9') {
                pids.add(Long.valueOf(name));
            }
        }
        return pids;
    }

    static ProcStat stat(long pid) throws IOException {
        try {
            return ProcStat.parse(read(folder(pid).resolve("stat")));
        } catch (IllegalArgumentException malformed) {
            throw new IOException("/proc/" + pid + "/stat makes no sense", malformed);
        }
    }

    static List<String> arguments(long pid) throws IOException {
        String line = read(folder(pid).resolve("cmdline"));
        return line.isEmpty() ? List.of() : splitArguments(line);
    }

    /** The arguments end with a NUL each; one may be empty. */
    static List<String> splitArguments(String line) {
        String body = line.endsWith("\0") ? line.substring(0, line.length() - 1) : line;
        return Arrays.asList(body.split("\0", -1));
    }

    static int effectiveUid(long pid) throws IOException {
        for (String line : read(folder(pid).resolve("status")).split("\n", -1)) {
            if (line.startsWith("Uid:")) {
                return Integer.parseUnsignedInt(line.split("\t", -1)[2]);
            }
        }
        throw new IOException("/proc/" + pid + "/status has no uid");
    }

    static Path descriptors(long pid) {
        return folder(pid).resolve("fd");
    }

    static boolean isGone(long pid) {
        return Files.notExists(folder(pid));
    }

    private static Path folder(long pid) {
        return PROC.resolve(Long.toString(pid));
    }

    /**
     * As a plain stream: with {@link Files} it takes three times as long, and these files are read
     * some hundred times a second.
     */
    private static String read(Path file) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (FileInputStream stream = new FileInputStream(file.toString())) {
            int length = stream.readNBytes(buffer, 0, BUFFER_BYTES);
            if (length < BUFFER_BYTES) {
                return new String(buffer, 0, length, StandardCharsets.UTF_8);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(buffer);
            long _ = stream.transferTo(all);
            return all.toString(StandardCharsets.UTF_8);
        }
    }
}
