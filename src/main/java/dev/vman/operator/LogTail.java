package dev.vman.operator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The last 4 KiB of a machine's logs, as far as they are of its last run; empty when unreadable.
 */
final class LogTail {
    private static final int BYTES = 4096;

    private LogTail() {}

    /** Cleaned of what a terminal would obey. */
    static String ofQemu(Path log) {
        String words = QemuLog.words(log);
        return words.substring(Math.max(0, words.length() - BYTES));
    }

    /** As the guest wrote it. */
    static String ofGuest(Path log) {
        try {
            byte[] tail = CappedLog.standard(log).tail(BYTES);
            return ofLastRun(new String(tail, StandardCharsets.UTF_8));
        } catch (IOException _) {
            return "";
        }
    }

    static String ofLastRun(String tail) {
        List<String> lines = tail.lines().toList();
        int start = 0;
        for (int at = 0; at < lines.size(); at++) {
            if (StartMark.isMark(lines.get(at))) {
                start = at + 1;
            }
        }
        return String.join("\n", lines.subList(start, lines.size()));
    }
}
