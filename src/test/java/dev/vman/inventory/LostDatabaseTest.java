package dev.vman.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next daemon knows when one dies before it could use the database. */
@QuarkusTest
class LostDatabaseTest {
    @Inject Vms vms;
    @Inject Disks disks;
    @TempDir Path folder;

    @Test
    void isUnderWayBeforeAnEmptyDatabaseIsMade() throws IOException {
        lost(true).prepare();

        assertThat(lost(false).isUnderWay()).isTrue();
    }

    @Test
    void isUnderWayOnceAGarbledOneIsSetAside() throws IOException {
        Path garbled = Files.writeString(folder.resolve("vman.mv.db"), "garbage");
        Path quarantine = Files.createDirectory(folder.resolve("quarantine"));
        LostDatabase lost = lost(true);
        lost.prepare();
        assertThat(lost.isUnderWay()).as("while it may be well").isFalse();

        lost.setAside();

        assertThat(lost(false).isUnderWay()).isTrue();
        assertThat(garbled).doesNotExist();
        assertThat(quarantine).isDirectoryContaining("glob:**-vman.mv.db");
    }

    @Test
    void isNotUnderWayInANewStorage() throws IOException {
        lost(false).prepare();

        assertThat(lost(false).isUnderWay()).isFalse();
    }

    private LostDatabase lost(boolean wanted) {
        return new LostDatabase(new StorageLayout(folder), vms, disks, Clock.systemUTC(), wanted);
    }
}
