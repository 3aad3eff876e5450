package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFactsTest {

    @Test
    void readsThisHost() throws IOException {
        HostFacts facts = HostFacts.read();

        assertThat(facts.kernelRelease()).isEqualTo(System.getProperty("os.version"));
        assertThat(facts.onlineCpus()).isPositive();
        assertThat(facts.totalMemoryBytes()).isGreaterThan(64 << 20);
        assertThat(facts.root()).isEqualTo("root".equals(System.getProperty("user.name")));
        assertThat(facts.bootId()).isEqualTo(ProcessTable.ofThisHost().bootId());
    }

    @Test
    void readsTheMemoryInBytes() throws IOException {
        assertThat(HostFacts.totalMemory("MemTotal:        2048 kB\nMemFree:  1 kB\n"))
                .isEqualTo(2L << 20);
    }

    @Test
    void measuresFreeSpace(@TempDir Path folder) throws IOException {
        Space space = Space.of(folder);

        assertThat(space.freeBytes()).isBetween(1L, space.totalBytes());
    }
}
