package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteLeaseTest {

    @TempDir Path folder;

    @Test
    void isGrantedAgainAndAgainForAFileThatNobodyHas() throws IOException {
        Path file = Files.writeString(folder.resolve("disk"), "x");

        assertThat(WriteLease.isGrantedFor(file)).isTrue();
        assertThat(WriteLease.isGrantedFor(file)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", ">>", "<>"})
    void isRefusedForAFileThatAProcessHasOpen(String how) throws Exception {
        Path file = Files.writeString(folder.resolve("disk"), "x");
        try (Child holder = Child.of("sh", "-c", "exec sleep 60 " + how + " " + file)) {
            Eventually.becomesTrue(() -> !WriteLease.isGrantedFor(file));

            holder.process().destroyForcibly();
            holder.awaitEnd();
        }

        assertThat(WriteLease.isGrantedFor(file)).isTrue();
    }

    @Test
    void isForFilesAlone() throws Exception {
        Path fifo = folder.resolve("fifo");
        try (Child maker = Child.of("mkfifo", fifo.toString())) {
            maker.awaitEnd();
        }

        assertThat(WriteLease.isGrantedFor(fifo)).isFalse();
        assertThat(WriteLease.isGrantedFor(folder)).isFalse();
        assertThat(WriteLease.isGrantedFor(folder.resolve("none"))).isFalse();
    }
}
