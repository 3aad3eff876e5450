package dev.vman.operator;

import dev.vman.host.UntrustedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What QEMU itself wrote in its present run; each run begins with a {@link StartMark}. */
final class QemuLog {
    private static final int TAIL_BYTES = 16 * 1024;
    private static final int LONGEST_LINE = 500;

    private QemuLog() {}

    /** The last line of this run; empty when QEMU wrote none, or the file can't be read. */
    static String lastLine(Path log) {
        return words(log).lines().reduce("", (_, line) -> line);
    }

    /** The last lines of this run, cleaned of what a terminal would obey; may be empty. */
    static String words(Path log) {
        try {
            byte[] tail = UntrustedFiles.readTail(log, TAIL_BYTES);
            return wordsOf(new String(tail, StandardCharsets.UTF_8));
        } catch (IOException _) {
            return "";
        }
    }

    static String wordsOf(String tail) {
        List<String> lines = tail.lines().toList();
        int start = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (StartMark.isMark(lines.get(i))) {
                start = i + 1;
            }
        }
        return String.join(
                "\n",
                lines.subList(start, lines.size()).stream()
                        .filter(line -> !line.isBlank())
                        .map(QemuLog::clean)
                        .toList());
    }

    private static String clean(String line) {
        String printable = line.replaceAll("\\p{Cntrl}", "?").strip();
        return printable.length() <= LONGEST_LINE
                ? printable
                : printable.substring(0, LONGEST_LINE);
    }
}
