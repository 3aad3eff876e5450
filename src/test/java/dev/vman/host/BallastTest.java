package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BallastTest {
    private static final long MIB = 1L << 20;
    @TempDir private Path folder = Path.of("");

    @Test
    void takesRealBlocksAndGivesThemBack() throws IOException {
        Ballast ballast = new Ballast(folder.resolve("ballast"), 3 * MIB);
        assertThat(ballast.isHeld()).isFalse();

        ballast.make();

        assertThat(ballast.isHeld()).isTrue();
        assertThat(AllocatedSize.of(ballast.file()).orElse(0)).isGreaterThanOrEqualTo(3 * MIB);

        ballast.giveUp();

        assertThat(ballast.isHeld()).isFalse();
        assertThat(AllocatedSize.of(ballast.file()).orElse(-1)).isZero();
    }

    @Test
    void isMadeAnewWhenItIsOfAnotherSize() throws IOException {
        Path file = folder.resolve("ballast");
        new Ballast(file, 2 * MIB).make();
        Ballast ballast = new Ballast(file, MIB);

        assertThat(ballast.isHeld()).isFalse();
        ballast.make();

        assertThat(file).hasSize(MIB);
    }

    @Test
    void needsNoFileWhereThereIsToBeNone() {
        assertThat(new Ballast(folder.resolve("ballast"), 0).isHeld()).isTrue();
    }

    @Test
    void cutsNothingThatALinkPointsTo() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "kept");
        Path link = Files.createSymbolicLink(folder.resolve("ballast"), precious);

        assertThatIOException().isThrownBy(() -> new Ballast(link, MIB).make());
        assertThatIOException().isThrownBy(() -> new Ballast(link, MIB).giveUp());

        assertThat(precious).hasContent("kept");
    }

    @Test
    void reservesBlocksBehindTheEndOfAFileThatStaysAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "content");

        Preallocation.reserveBeyondEnd(file, MIB);

        assertThat(file).hasContent("content");
        assertThat(AllocatedSize.of(file).orElse(0)).isGreaterThanOrEqualTo(MIB);
    }
}
