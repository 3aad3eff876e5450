package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SessionPriorityTest {
    private static final Path AUTOGROUP = Path.of("/proc/self/autogroup");

    @Test
    void leavesTheSessionOfSomebodyElseAlone() throws IOException {
        long self = ProcessHandle.current().pid();
        assumeTrue(ProcFiles.stat(self).session() != self, "this JVM leads a session");
        assumeTrue(Files.exists(AUTOGROUP), "this kernel has no autogroups");
        String before = Files.readString(AUTOGROUP);

        boolean raised = SessionPriority.raise();

        assertThat(raised).isFalse();
        assertThat(AUTOGROUP).hasContent(before);
    }
}
