package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuLogTest {
    @TempDir Path folder;

    @Test
    void tellsOnlyTheWordsOfThePresentRun() {
        String log = "old words\n--- start 2026-01-01T00:00:00Z ---\nfirst\n\nlast \u001b[31mred\n";

        assertThat(QemuLog.wordsOf(log)).isEqualTo("first\nlast ?[31mred");
    }

    @Test
    void hasNoLastLineWhereThisRunSaidNothing() throws Exception {
        Path log = folder.resolve("qemu.log");
        Files.writeString(log, "terminating on signal 15\n--- start 2026-01-01T00:00:00Z ---\n");

        assertThat(QemuLog.lastLine(log)).isEmpty();
    }

    @Test
    void readsNothingThroughALink() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "secret\n");
        Path log = Files.createSymbolicLink(folder.resolve("qemu.log"), secret);

        assertThat(QemuLog.lastLine(log)).isEmpty();
    }
}
