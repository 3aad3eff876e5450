package dev.vman.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoragePlaceTest {
    private static final StorageLayout LAYOUT = new StorageLayout(Path.of("/storage"));
    private static final String ID = "0b4e1c1e-0000-4000-8000-000000000001";

    @Test
    void isADisksPlaceWithTheIdOfItsName() {
        Path file = Path.of("/storage/disks/" + ID + ".partial");

        assertThat(StoragePlace.of(LAYOUT, file))
                .contains(new StoragePlace.InDisks(file, Optional.of(UUID.fromString(ID))));
    }

    @Test
    void isAPlaceWithoutAnIdForAStrayFile() {
        Path file = Path.of("/storage/vms/notes.txt");

        assertThat(StoragePlace.of(LAYOUT, file))
                .contains(new StoragePlace.InVms(file, Optional.empty()));
    }

    @Test
    void isAPlaceInTheRunFolderOfAVm() {
        Path file = Path.of("/storage/vms/" + ID + "/run/qmp.sock");

        assertThat(StoragePlace.of(LAYOUT, file))
                .contains(new StoragePlace.InRun(file, UUID.fromString(ID)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/storage",
                "/storage/vman.mv.db",
                "/storage/token",
                "/storage/disks",
                "/storage/disks/",
                "/storage/disks/..",
                "/storage/disks/.",
                "/storage/disks/../token",
                "/storage/disks/x/../../token",
                "/storage/disks/folder/file",
                "/storage/vms/" + ID + "/manifest.json",
                "/storage/vms/" + ID + "/run/deep/file",
                "/storage/vms/" + ID + "/run/..",
                "/storage/vms/other/run/file",
                "/storage/quarantine/x",
                "/storage/images/x",
                "/storage2/disks/x",
                "/etc/passwd",
                "disks/x",
                "storage/disks/x",
                ""
            })
    void isNoOtherPath(String path) {
        assertThat(StoragePlace.of(LAYOUT, Path.of(path))).isEmpty();
    }
}
